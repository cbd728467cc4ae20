"""The encoder with all heads."""

import json

import torch
from torch import nn

from . import encoder
from .batch import Batch
from .heads import HEADS


class Reader(nn.Module):
    def __init__(self, labels, vocabulary, heads=None):
        super().__init__()
        self.labels = labels
        self.encoder = encoder.Encoder(vocabulary)
        self.heads = nn.ModuleDict({h.name: h(labels) for h in HEADS if heads is None or h.name in heads})

    def words(self, batch):
        """Vectors of all words of a batch, [words, 384]."""
        hidden = self.encoder(batch.ids, batch.features, batch.mask)
        return hidden.flatten(0, 1)[batch.place]

    def losses(self, batch):
        words = self.words(batch)
        found = {name: head.loss(words, batch) for name, head in self.heads.items()}
        return {name: loss for name, loss in found.items() if loss is not None}

    def add_targets(self, windows):
        for window in windows:
            for name, head in self.heads.items():
                target = head.targets(window)
                if target is not None:
                    window.targets[name] = target


def save(path, model, **rest):
    torch.save({"labels": model.labels, "model": model.state_dict(), **rest}, path)


def load(path):
    """The model of a checkpoint, ready to read, and the checkpoint."""
    state = torch.load(path, map_location="cpu", weights_only=False)
    heads = {name.split(".")[1] for name in state["model"] if name.startswith("heads.")}
    model = Reader(state["labels"], state["model"]["encoder.embeddings.word.weight"].shape[0], heads)
    model.load_state_dict(state["model"])
    return model.eval(), state


def label_sets(documents):
    """The labels of tags and relations in the documents, most frequent first; rare bundles are left out."""
    from collections import Counter

    from .heads.tags import columns

    counts = [Counter() for _ in range(4)]
    for doc in documents:
        for row in doc.layers.get("syntax", ()):
            for counter, value in zip(counts, (*columns(row), row[6])):
                counter[value] += 1
    least = (1, 1, 3, 1)
    return {name: [v for v, n in sorted(c.items(), key=lambda item: (-item[1], item[0])) if n >= m]
            for name, c, m in zip(("upos", "xpos", "feats", "relations"), counts, least)}


def digest(labels):
    return json.dumps(labels, sort_keys=True)


def batches(windows, pieces):
    """Consecutive windows of similar length in batches of at most `pieces`, padding counted."""
    out, longest = [], 0
    for window in windows:
        longest = max(longest, len(window.ids))
        if out and longest * (len(out[-1]) + 1) <= pieces:
            out[-1].append(window)
        else:
            out.append([window])
            longest = len(window.ids)
    return out


__all__ = ["Batch", "Reader", "batches", "label_sets", "load", "save"]
