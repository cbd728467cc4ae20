"""Parts of speech (UPOS), Penn tags (XPOS) and the bundle of morphological features, one linear layer."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from ..encoder import HIDDEN

KEPT = ("Case", "Definite", "Degree", "Gender", "Mood", "NumType", "Number", "Number[psor]", "Person", "Polarity", "Poss", "PronType",
        "Reflex", "Tense", "VerbForm", "Voice")
"""Features the rules need; what the treebank marks beside them (spelling, style, abbreviation) is left out."""
COLUMNS = ("upos", "xpos", "feats")


def bundle(feats):
    """The kept features of a FEATS column, or `_`."""
    return "|".join(f for f in feats.split("|") if f.partition("=")[0] in KEPT) or "_"


def columns(row):
    """UPOS, XPOS and bundle of a word row."""
    return row[2], row[3], bundle(row[4])


class Tags(nn.Module):
    name = "tags"

    def __init__(self, labels, dropout=0.2):
        super().__init__()
        self.labels = [labels[column] for column in COLUMNS]
        self.index = [{label: n for n, label in enumerate(part)} for part in self.labels]
        self.sizes = [len(part) for part in self.labels]
        self.dropout = nn.Dropout(dropout)
        self.out = nn.Linear(HIDDEN, sum(self.sizes))

    def targets(self, window):
        rows = window.doc.layers.get("syntax")
        if rows is None:
            return None
        values = [[index.get(v, -100) for v, index in zip(columns(row), self.index)] for row in rows[window.first:window.last]]
        return dict(zip(COLUMNS, np.array(values).T))

    def loss(self, words, batch):
        if not batch.has(self.name):
            return None
        scores = self.out(self.dropout(words)).float().split(self.sizes, -1)
        return sum(F.cross_entropy(s, batch.flat(self.name, c)) for s, c in zip(scores, COLUMNS))

    @torch.no_grad()
    def decode(self, words, windows):
        best = [s.argmax(-1).tolist() for s in self.out(words).float().split(self.sizes, -1)]
        rows = list(zip(*([part[n] for n in found] for part, found in zip(self.labels, best))))
        edges = np.cumsum([0] + [len(w.starts) for w in windows])
        return [rows[a:b] for a, b in zip(edges, edges[1:])]
