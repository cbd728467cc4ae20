"""Whether a word opens a sentence."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from ..encoder import HIDDEN


class Sentences(nn.Module):
    name = "sentences"

    def __init__(self, labels, dropout=0.2):
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.out = nn.Linear(HIDDEN, 1)

    def targets(self, window):
        if "syntax" not in window.doc.layers:
            return None
        opens = {a for a, _ in window.doc.sentences}
        return {"opens": np.array([n in opens for n in range(window.first, window.last)], np.int64)}

    def loss(self, words, batch):
        if not batch.has(self.name):
            return None
        target = batch.flat(self.name, "opens")
        scores = self.out(self.dropout(words)).float()[:, 0]
        return F.binary_cross_entropy_with_logits(scores[target >= 0], target[target >= 0].float())

    @torch.no_grad()
    def decode(self, words, windows):
        """Scores; a word above 0 opens a sentence."""
        scores = self.out(words).float()[:, 0].numpy()
        return np.split(scores, np.cumsum([len(w.starts) for w in windows])[:-1])
