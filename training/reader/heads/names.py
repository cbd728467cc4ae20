"""Names: BIO labels over the unified kinds.

Sets mark different kinds. Where a set leaves a word unmarked, any label of a kind that it does not mark is as right as O.
A small learned bias tells the conventions of the derived and noisy sets apart; decoding uses the first, `plain`.
"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from .. import spans
from ..documents import ANNOTATED, KINDS
from ..encoder import HIDDEN

SIZE = 128
LABELS = 1 + 2 * len(KINDS)
CONVENTIONS = {"uner": 0, "crossner": 0, "gum": 1, "re3d": 2}


def allowed(labels, corpus):
    """For each word the labels that do not contradict the annotators, [words, labels]."""
    table = np.zeros((len(labels), LABELS), bool)
    table[np.arange(len(labels)), labels] = True
    open_ = [label for kind, name in enumerate(KINDS) if name not in ANNOTATED[corpus]
             for label in (spans.begin(kind), spans.begin(kind) + 1)]
    table[np.ix_(np.array(labels) == spans.O, open_)] = True
    return table


class Names(nn.Module):
    name = "names"

    def __init__(self, labels, dropout=0.2):
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.convention = nn.Embedding(max(CONVENTIONS.values()) + 1, HIDDEN)
        nn.init.zeros_(self.convention.weight)
        self.inner, self.out = nn.Linear(HIDDEN, SIZE), nn.Linear(SIZE, LABELS)

    def targets(self, window):
        layer = window.doc.layers.get("names")
        if layer is None:
            return None
        corpus, found = layer
        labels = spans.bio(len(window.doc.forms), found)[window.first:window.last]
        return {"allowed": allowed(labels, corpus), "convention": np.full(len(labels), CONVENTIONS[corpus])}

    def scores(self, words, convention):
        x = self.dropout(words) + self.convention(convention)
        return self.out(self.dropout(F.gelu(self.inner(x)))).float()

    def loss(self, words, batch):
        rows = batch.has(self.name)
        if not rows:
            return None
        convention = batch.flat(self.name, "convention")
        known = convention >= 0
        ok = torch.from_numpy(np.concatenate([batch.windows[r].targets[self.name]["allowed"] for r in rows]))
        scores = self.scores(words[known], convention[known]).log_softmax(-1)
        return -scores.masked_fill(~ok, -1e4).logsumexp(-1).mean()

    @torch.no_grad()
    def decode(self, words, windows):
        """(first, last + 1, kind) in words of the window."""
        scores = self.scores(words, torch.zeros(len(words), dtype=torch.long)).numpy()
        parts = np.split(scores, np.cumsum([len(w.starts) for w in windows])[:-1])
        return [spans.spans(spans.viterbi(part)) for part in parts]
