"""Dependencies: biaffine scores of heads within the sentence, biaffine labels for the chosen heads."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from .. import trees
from ..batch import Batch, pad
from ..encoder import HIDDEN

ARC, LABEL = 256, 96


class Parse(nn.Module):
    """`arc`: projections as dependent and as head, a learned root; score(d, h) = [d 1] W h. Labels alike, [d 1] W_r [h 1]."""

    name = "parse"

    def __init__(self, labels, dropout=0.3):
        super().__init__()
        self.relations = labels["relations"]
        self.index = {label: n for n, label in enumerate(self.relations)}
        self.dropout = nn.Dropout(dropout)
        self.arc_dep, self.arc_head = nn.Linear(HIDDEN, ARC), nn.Linear(HIDDEN, ARC)
        self.label_dep, self.label_head = nn.Linear(HIDDEN, LABEL), nn.Linear(HIDDEN, LABEL)
        self.root = nn.Parameter(torch.zeros(HIDDEN))
        self.arc = nn.Parameter(torch.empty(ARC + 1, ARC))
        self.label = nn.Parameter(torch.zeros(len(self.relations), LABEL + 1, LABEL + 1))
        nn.init.orthogonal_(self.arc)
        nn.init.normal_(self.root, std=0.02)

    def targets(self, window):
        rows = window.doc.layers.get("syntax")
        if rows is None:
            return None
        heads, relations = [], []
        for first, last in window.sentences:
            for number in range(first, last):
                head, relation = rows[window.first + number][5:7]
                at = 0 if head < 0 else head - window.first - first + 1
                heads.append(at if 0 <= at <= last - first else -100)
                relations.append(self.index.get(relation, -100))
        return {"head": np.array(heads), "relation": np.array(relations)}

    def project(self, layer, words):
        return self.dropout(F.gelu(layer(words)))

    def with_root(self, words, layer, index):
        """Head vectors of each sentence, the root before its words: [sentences, longest + 1, …]."""
        root = self.project(layer, self.root[None])
        heads = self.project(layer, words)[index]
        return torch.cat([root[None].expand(len(index), 1, -1).to(heads.dtype), heads], 1)

    def arcs(self, words, index, mask):
        """Scores [sentences, dependents, heads]."""
        dep = self.project(self.arc_dep, words)[index]
        head = self.with_root(words, self.arc_head, index)
        scores = (dep @ self.arc[:-1] + self.arc[-1]) @ head.transpose(1, 2)
        return scores.float().masked_fill(~F.pad(mask, (1, 0), value=True)[:, None], -1e4)

    def labels(self, words, index, heads):
        """Scores [sentences, dependents, relations] for the given heads (0: root)."""
        dep = self.project(self.label_dep, words)[index]
        head = self.with_root(words, self.label_head, index)
        head = head.gather(1, heads[..., None].expand(-1, -1, LABEL))
        head = torch.cat([head, torch.ones_like(head[..., :1])], -1)
        return torch.einsum("strj,stj->str", self.by_relation(dep), head).float()

    def by_relation(self, dep):
        """What a head vector is multiplied by for the score of each relation: [sentences, dependents, relations, 97]."""
        label = self.label.to(dep.dtype)
        return torch.einsum("sti,rij->strj", dep, label[:, :-1]) + label[:, -1]

    def loss(self, words, batch):
        rows = batch.has(self.name)
        if not rows:
            return None
        words = self.dropout(words)
        index, mask = pad(batch.sentences(rows))
        head, relation = (batch.flat(self.name, key)[index].masked_fill(~mask, -100) for key in ("head", "relation"))
        relation = relation.masked_fill(head < 0, -100)
        arcs = F.cross_entropy(self.arcs(words, index, mask).flatten(0, 1), head.flatten())
        chosen = relation >= 0
        return arcs + F.cross_entropy(self.labels(words, index, head.clamp(min=0))[chosen], relation[chosen])

    @torch.no_grad()
    def decode(self, words, windows):
        """(head within the sentence, 0 for the root, relation) of each word, sentence after sentence."""
        batch = Batch(windows)
        spans = batch.sentences()
        index, mask = pad(spans)
        arcs = self.arcs(words, index, mask).numpy()
        heads = np.zeros(index.shape, np.int64)
        for row, (a, b) in enumerate(spans):
            heads[row, :b - a] = trees.tree(arcs[row, :b - a, :b - a + 1]) + 1
        scores = self.labels(words, index, torch.from_numpy(heads)).numpy()
        flat = [(int(heads[r, i]), self.choose(scores[r, i], heads[r, i])) for r, (a, b) in enumerate(spans) for i in range(b - a)]
        return [flat[a:b] for a, b in zip(batch.offsets, batch.offsets[1:])]

    def choose(self, scores, head):
        """The best relation: `root` for the root's word and for no other."""
        if head == 0:
            return "root"
        scores = scores.copy()
        scores[self.index["root"]] = -np.inf
        return self.relations[int(scores.argmax())]
