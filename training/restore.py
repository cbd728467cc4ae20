"""Make a checkpoint of an export, so that training goes on from shipped weights: python3 restore.py EXPORT --base BASE --out FOLDER

Layers and piece embeddings come back from their 8 bits, which costs a run nothing that its first minutes do not mend. Pieces that
the export left out have the base's vectors, as they had in training. What trained the export stands in its card, not in the checkpoint.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file

from reader import encoder, features, model as reader_model


def matrix(tensors, name):
    """The weight [out, in] of a product: its whole numbers scaled, its `smooth` factors taken out."""
    weight = tensors[f"{name}.weight"].astype(np.float32) * tensors[f"{name}.scale"][:, None]
    return weight * tensors[f"{name}.smooth"] if f"{name}.smooth" in tensors else weight


def layer(tensors, number):
    """The parameters of one layer by their names in the encoder; the attention is cut into queries, keys and values."""
    name = f"layers.{number}"
    weight, bias = matrix(tensors, f"{name}.attention"), tensors[f"{name}.attention.bias"]
    root = np.float32((encoder.HIDDEN // encoder.HEADS) ** 0.5)
    out = {}
    for part, w, b, factor in zip(("query", "key", "value"), np.split(weight, 3), np.split(bias, 3), (root, 1, 1)):
        out |= {f"{part}.weight": w * factor, f"{part}.bias": b * factor}
    for part in ("output", "inner", "outer"):
        out |= {f"{part}.weight": matrix(tensors, f"{name}.{part}"), f"{part}.bias": tensors[f"{name}.{part}.bias"]}
    for norm in ("attention_norm", "norm"):
        out |= {f"{norm}.{part}": tensors[f"{name}.{norm}.{part}"] for part in ("weight", "bias")}
    return out


def fill(model, tensors, vocabulary, kept):
    """Puts the tensors of an export with the pieces `kept` into a model of the base's `vocabulary`."""
    state = {name: torch.from_numpy(value).float() for name, value in tensors.items() if name.startswith("heads.")}
    prefix = "encoder.embeddings."
    place = {piece: n for n, piece in enumerate(vocabulary)}
    words = model.state_dict()[f"{prefix}word.weight"].clone()
    words[[place[piece] for piece in kept]] = torch.from_numpy(
        tensors["embeddings.word"].astype(np.float32) * tensors["embeddings.word_scale"][:, None])
    positions = model.state_dict()[f"{prefix}position.weight"].clone()
    known = torch.from_numpy(tensors["embeddings.position"].astype(np.float32))
    positions[:len(known)] = known
    state |= {f"{prefix}word.weight": words, f"{prefix}position.weight": positions}
    for part in ("weight", "bias"):
        state[f"{prefix}norm.{part}"] = torch.from_numpy(tensors[f"embeddings.norm.{part}"])
    for name in features.NAMES:
        state[f"{prefix}features.{name}.weight"] = torch.from_numpy(tensors[f"embeddings.{name}"].astype(np.float32))
    for number in range(encoder.LAYERS):
        state |= {f"encoder.layers.layers.{number}.{name}": torch.from_numpy(np.ascontiguousarray(value, dtype=np.float32))
                  for name, value in layer(tensors, number).items()}
    model.load_state_dict(state)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("export")
    p.add_argument("--base", required=True, help="folder of the base model")
    p.add_argument("--out", required=True)
    args = p.parse_args()
    folder, out = Path(args.export), Path(args.out)
    labels = json.loads((folder / "reader.json").read_text(encoding="utf-8"))["labels"]
    vocabulary = (Path(args.base) / "vocab.txt").read_text(encoding="utf-8").splitlines()
    kept = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    model = reader_model.Reader(labels, len(vocabulary))
    encoder.load_base(model.encoder, Path(args.base) / "model.safetensors")
    fill(model, load_file(str(folder / "reader.safetensors")), vocabulary, kept)
    out.mkdir(parents=True, exist_ok=True)
    reader_model.save(out / "last.pt", model)
    print(out / "last.pt")


if __name__ == "__main__":
    main()
