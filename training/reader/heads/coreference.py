"""Coreference: mentions found at their head words, with pointers to their first and last word; each is scored against
the last mentions before it and against farther ones of the same words, so that the work is linear in the article."""

from bisect import bisect_right

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from .. import mentions as facts
from ..batch import Batch, pad
from ..encoder import HIDDEN
from ..mentions import FORMS, Mention

EDGE, SIZE, PAIR_SIZE = 128, 192, 96
KINDS = ("person", "organization", "place", "event", "object", "time", "abstract", "substance", "animal", "plant")


def runs(windows):
    """(first row, last row + 1) of each run of windows of one document that begins at its first word."""
    out = []
    for row, window in enumerate(windows):
        if out and window.doc is windows[row - 1].doc:
            out[-1][1] = row + 1
        else:
            out.append([row, row + 1])
    return [tuple(run) for run in out if windows[run[0]].first == 0]


def sentence_numbers(doc):
    """A function from a word to the number of its sentence."""
    starts = [a for a, _ in doc.sentences]
    return lambda word: bisect_right(starts, word) - 1


class Coreference(nn.Module):
    name = "coreference"

    def __init__(self, labels, dropout=0.3):
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.inner = nn.Linear(HIDDEN, EDGE)
        self.form, self.kind = nn.Linear(EDGE, 1 + len(FORMS)), nn.Linear(EDGE, len(KINDS))
        self.queries = nn.ModuleList(nn.Linear(HIDDEN, EDGE) for _ in range(2))
        self.keys = nn.ModuleList(nn.Linear(HIDDEN, EDGE) for _ in range(2))
        self.mention = nn.Linear(3 * HIDDEN, SIZE)
        self.anaphor, self.antecedent = nn.Linear(SIZE, PAIR_SIZE), nn.Linear(SIZE, PAIR_SIZE)
        self.product, self.features = nn.Linear(SIZE, PAIR_SIZE, bias=False), nn.Linear(facts.PAIR, PAIR_SIZE, bias=False)
        self.pair, self.new = nn.Linear(PAIR_SIZE, 1), nn.Linear(SIZE, 1)

    def targets(self, window):
        layer = window.doc.layers.get("coreference")
        if layer is None:
            return None
        size = window.last - window.first
        target = {"form": np.zeros(size), "kind": np.full(size, -100), "left": np.full(size, -100), "right": np.full(size, -100)}
        for first, last, head, form, kind, _ in sorted(layer, key=lambda m: m[1] - m[0]):
            at = head - window.first
            if not 0 <= at < size:
                continue
            a, b = next((a, b) for a, b in window.sentences if a <= at < b)
            target["form"][at] = 1 + FORMS.index(form)
            target["kind"][at] = KINDS.index(kind)
            left, right = first - window.first - a, last - 1 - window.first - a
            target["left"][at] = left if left >= 0 else -100
            target["right"][at] = right if right < b - a else -100
        return target

    def chain_targets(self, doc):
        """Gold mentions of a document, their table of candidates, and which candidates are right; kept once made."""
        if "chains" not in doc.layers:
            number, layer = sentence_numbers(doc), doc.layers["coreference"]
            found = [Mention.of(doc.forms, a, b, h, FORMS.index(f), number(h)) for a, b, h, f, _, _ in layer]
            index, values = facts.table(found)
            cluster = np.array([m[5] for m in layer])
            right = (index >= 0) & (cluster[index] == cluster[:, None])
            doc.layers["chains"] = found, index, values.astype(np.float16), right
        return doc.layers["chains"]

    def detect(self, words):
        x = F.gelu(self.inner(words))
        return self.form(x).float(), self.kind(x).float()

    def edges(self, words, index, mask):
        """Scores of first and last words, [sentences, heads, words] each."""
        steps = torch.arange(index.shape[1])
        before = steps[None, :] <= steps[:, None]
        for side, (query, key) in enumerate(zip(self.queries, self.keys)):
            scores = (F.gelu(query(words))[index] @ F.gelu(key(words))[index].transpose(1, 2)).float()
            yield scores.masked_fill(~(before if side == 0 else before.T) | ~mask[:, None], -1e4)

    def antecedents(self, words, found, index, values):
        """Scores [mentions, candidates + 1], the last for a new entity."""
        at = torch.tensor([(m.first, m.last - 1, m.head) for m in found])
        g = self.dropout(F.gelu(self.mention(words[at].flatten(1))))
        place = torch.from_numpy(index)
        known = (place >= 0).nonzero()
        i, j = known[:, 0], place[place >= 0]
        x = self.anaphor(g)[i] + self.antecedent(g)[j] + self.product(g[i] * g[j]) + self.features(torch.from_numpy(values)[place >= 0])
        scores = torch.full(index.shape, -1e4)
        scores = scores.index_put((known[:, 0], known[:, 1]), self.pair(F.gelu(x)).float()[:, 0])
        return torch.cat([scores, self.new(g).float()], 1)

    def loss(self, words, batch):
        rows = batch.has(self.name)
        if not rows:
            return None
        words = self.dropout(words)
        form, kind = self.detect(words)
        total = F.cross_entropy(form, batch.flat(self.name, "form")) + 0.5 * F.cross_entropy(kind, batch.flat(self.name, "kind"))
        index, mask = pad(batch.sentences(rows))
        for scores, side in zip(self.edges(words, index, mask), ("left", "right")):
            target = batch.flat(self.name, side)[index].masked_fill(~mask, -100)
            total = total + 0.5 * F.cross_entropy(scores.flatten(0, 1), target.flatten())
        return total + self.chain_loss(words, batch)

    def chain_loss(self, words, batch):
        total = 0.0
        for first, last in runs(batch.windows):
            doc = batch.windows[first].doc
            if "coreference" not in doc.layers:
                continue
            found, index, values, right = self.chain_targets(doc)
            part = words[batch.offsets[first]:batch.offsets[last]]
            scores = self.antecedents(part, found, index, values.astype(np.float32)).log_softmax(-1)
            ok = np.concatenate([right, ~right.any(1, keepdims=True)], 1)
            total = total - scores.masked_fill(~torch.from_numpy(ok), -1e4).logsumexp(-1).mean()
        return total

    @torch.no_grad()
    def decode(self, words, windows):
        """(first, last + 1, head, form, kind, cluster) in words of the document, for all its windows."""
        doc, number = windows[0].doc, sentence_numbers(windows[0].doc)
        found, kinds = self.find(words, Batch(windows))
        order = sorted(range(len(found)), key=lambda n: (found[n][0], -found[n][1]))
        kept = [(found[n], kinds[n]) for n in order]
        if not kept:
            return []
        all_ = [Mention.of(doc.forms, *m, number(m[2])) for m, _ in kept]
        index, values = facts.table(all_)
        best = self.antecedents(words, all_, index, values).argmax(1).tolist()
        chains = facts.clusters([None if b == index.shape[1] else int(index[n, b]) for n, b in enumerate(best)])
        return [(m.first, m.last, m.head, FORMS[m.form], KINDS[k], c) for m, (_, k), c in zip(all_, kept, chains)]

    def find(self, words, batch):
        """Mentions (first, last + 1, head, form) of distinct spans, and their kinds."""
        form, kind = (x.argmax(-1).tolist() for x in self.detect(words))
        spans = batch.sentences()
        index, mask = pad(spans)
        left, right = (s.argmax(-1).tolist() for s in self.edges(words, index, mask))
        found = {}
        for row, (a, b) in enumerate(spans):
            for at in range(b - a):
                if form[a + at]:
                    found.setdefault((a + left[row][at], a + right[row][at] + 1), (a + at, form[a + at] - 1, kind[a + at]))
        return [(*span, head, f) for span, (head, f, _) in found.items()], [k for _, _, k in found.values()]
