"""Two ways from windows to word vectors: the checkpoint in single precision, or the export in 8 bits."""

import json
from pathlib import Path

import numpy as np
import torch

from . import features, int8, model as reader_model
from .batch import Batch
from .wordpiece import WordPiece


class Checkpoint:
    def __init__(self, path):
        self.model, _ = reader_model.load(path)
        self.heads = self.model.heads

    @torch.no_grad()
    def words(self, windows):
        parts = [self.model.words(Batch(windows[i:i + 8])) for i in range(0, len(windows), 8)]
        return torch.cat(parts)


class Exported:
    """Reads what export.py wrote, the way the program does: each window by itself, embeddings from their int8 rows."""

    def __init__(self, folder):
        from safetensors.numpy import load_file

        folder = Path(folder)
        self.spec = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
        self.tensors = load_file(folder / "reader.safetensors")
        layers = {k: torch.from_numpy(v) for k, v in self.tensors.items() if k.startswith("layers.")}
        self.layers = int8.Layers(layers)
        model = reader_model.Reader(self.spec["labels"], 1)
        heads = {k: torch.from_numpy(v.astype(np.float32)) for k, v in self.tensors.items() if k.startswith("heads.")}
        model.load_state_dict(heads, strict=False)
        self.heads = model.eval().heads
        int8.quantise_wide(self.heads)
        self.heads["parse"].by_relation = int8.Relations(self.tensors["heads.parse.label"].astype(np.float32))
        self.tokenizer = WordPiece.load(folder / "vocab.txt")

    def embed(self, window):
        """Sum of piece, position and feature rows, normalised: [pieces, 384]."""
        t = self.tensors
        x = t["embeddings.word"][window.ids].astype(np.float32) * t["embeddings.word_scale"][window.ids].astype(np.float32)[:, None]
        x += t["embeddings.position"][:len(window.ids)].astype(np.float32)
        for number, name in enumerate(features.NAMES):
            x += t[f"embeddings.{name}"][window.features[:, number]].astype(np.float32)
        x -= x.mean(1, keepdims=True)
        x /= np.sqrt((x * x).mean(1, keepdims=True) + 1e-12)
        return x * t["embeddings.norm.weight"].astype(np.float32) + t["embeddings.norm.bias"].astype(np.float32)

    def hidden(self, window):
        """Hidden states of all pieces, [pieces, 384]."""
        return self.layers(torch.from_numpy(self.embed(window))).numpy()

    def words(self, windows):
        return torch.from_numpy(np.concatenate([self.hidden(w)[w.starts] for w in windows]))
