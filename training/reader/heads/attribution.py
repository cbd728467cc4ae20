"""Who says what: spans of source, cue and content, a pointer from each content part to its cue and from each cue to its source.

PolNeAR and GUM mark by different rules; a learned vector added to every word tells the head which one it reads. Decoding uses PolNeAR's.
"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from .. import spans
from ..encoder import HIDDEN

SIZE = 256
LAYERS = ("source", "cue", "content")
LINKS = {"content": "cue", "cue": "source"}
"""From the parts of a layer to the part of another that they belong to, or to nothing."""
CONVENTIONS = {"polnear": 0, "gum": 1}
BUCKETS = (0, 1, 2, 3, 5, 8, 13, 21, 34, 55)


def bucket(a, b):
    """Class of the distance in words between two spans; the sign tells which comes first."""
    if b[0] >= a[1]:
        gap, sign = b[0] - a[1], 0
    elif a[0] >= b[1]:
        gap, sign = a[0] - b[1], 1
    else:
        return 2 * len(BUCKETS)
    return sign * len(BUCKETS) + sum(gap >= edge for edge in BUCKETS) - 1


def lay(statements, first, last):
    """Flat spans of each layer inside a window, and for each link the number of its goal, -1 for nothing, -2 for unknown."""
    def inside(part):
        return part[0] < last and part[1] > first

    def clip(part):
        return max(part[0], first) - first, min(part[1], last) - first

    wanted = {"content": {}, "cue": {}, "source": {}}
    for content, cue, source in statements:
        cue_part, source_part = (parts[0] if parts else None for parts in (cue, source))
        for part in content:
            wanted["content"].setdefault(tuple(part), cue_part)
        for part in cue:
            wanted["cue"].setdefault(tuple(part), source_part)
        for part in source:
            wanted["source"].setdefault(tuple(part), None)
    flat = {layer: spans.flatten([(*clip(p), p) for p in parts if inside(p)]) for layer, parts in wanted.items()}
    number = {layer: {p: n for n, (_, _, p) in enumerate(found)} for layer, found in flat.items()}
    links = {}
    for layer, goal in LINKS.items():
        links[layer] = [-1 if (to := wanted[layer][p]) is None else number[goal].get(tuple(to), -2) for _, _, p in flat[layer]]
    return {layer: [s[:2] for s in found] for layer, found in flat.items()}, links


class Pointer(nn.Module):
    """Biaffine scores from spans to spans and to nothing, with a bias for their distance."""

    def __init__(self):
        super().__init__()
        self.start, self.goal = nn.Linear(2 * SIZE, 128), nn.Linear(2 * SIZE, 128)
        self.weight = nn.Parameter(torch.eye(128) * 0.1)
        self.nothing = nn.Linear(2 * SIZE, 1)
        self.distance = nn.Embedding(2 * len(BUCKETS) + 1, 1)
        nn.init.zeros_(self.distance.weight)

    def forward(self, x, starts, goals):
        """Scores [starts, goals + 1], the last for nothing; x holds the projected words."""
        a = edges(x, starts)
        nothing = self.nothing(a)
        if not goals:
            return nothing.float()
        b = F.gelu(self.goal(edges(x, goals)))
        classes = torch.tensor([[bucket(s, g) for g in goals] for s in starts])
        scores = F.gelu(self.start(a)) @ self.weight @ b.T + self.distance(classes)[..., 0]
        return torch.cat([scores, nothing], 1).float()


def edges(x, parts):
    """First and last word of each span, side by side."""
    return torch.cat([x[[a for a, _ in parts]], x[[b - 1 for _, b in parts]]], -1)


class Attribution(nn.Module):
    name = "attribution"

    def __init__(self, labels, dropout=0.2):
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.convention = nn.Embedding(len(CONVENTIONS), HIDDEN)
        nn.init.zeros_(self.convention.weight)
        self.inner = nn.Linear(HIDDEN, SIZE)
        self.out = nn.Linear(SIZE, 3 * len(LAYERS))
        self.pointers = nn.ModuleDict({layer: Pointer() for layer in LINKS})

    def targets(self, window):
        layer = window.doc.layers.get("statements")
        if layer is None:
            return None
        convention, statements = layer
        found, links = lay(statements, window.first, window.last)
        size = window.last - window.first
        target = {name: np.array(spans.bio(size, [(*s, 0) for s in found[name]])) for name in LAYERS}
        return target | {"convention": np.full(size, CONVENTIONS[convention]), "spans": found, "links": links}

    def project(self, words, convention):
        return self.dropout(F.gelu(self.inner(self.dropout(words) + self.convention(convention))))

    def loss(self, words, batch):
        rows = batch.has(self.name)
        if not rows:
            return None
        convention = batch.flat(self.name, "convention")
        x = self.project(words, convention.clamp(min=0))
        scores = self.out(x).float().split(3, -1)
        total = sum(F.cross_entropy(s, batch.flat(self.name, name)) for s, name in zip(scores, LAYERS))
        for layer, goal in LINKS.items():
            parts = [self.link_loss(x, batch, row, layer, goal) for row in rows]
            parts = [p for p in parts if p is not None]
            if parts:
                total = total + 0.3 * torch.cat(parts).mean()
        return total

    def link_loss(self, x, batch, row, layer, goal):
        target = batch.windows[row].targets[self.name]
        known = [(s, to) for s, to in zip(target["spans"][layer], target["links"][layer]) if to != -2]
        if not known:
            return None
        goals = target["spans"][goal]
        scores = self.pointers[layer](x[batch.offsets[row]:batch.offsets[row + 1]], [s for s, _ in known], goals)
        return F.cross_entropy(scores, torch.tensor([len(goals) if to == -1 else to for _, to in known]), reduction="none")

    @torch.no_grad()
    def decode(self, words, windows, convention="polnear", refined=True):
        """(content parts, cue or None, source or None) in words of the window; `refined` spans take in their quotation marks."""
        out, at = [], 0
        for window in windows:
            part = words[at:at + len(window.starts)]
            x = self.project(part, torch.full((len(part),), CONVENTIONS[convention]))
            scores = self.out(x).float().numpy()
            found = {name: [s[:2] for s in spans.spans(spans.viterbi(scores[:, 3 * n:3 * n + 3]))] for n, name in enumerate(LAYERS)}
            if refined:
                found["content"] = refine(found["content"], window.doc.forms[window.first:window.last])
            links = {layer: self.link(x, layer, found[layer], found[goal]) for layer, goal in LINKS.items()}
            out.append(assemble(found, links))
            at += len(window.starts)
        return out

    def link(self, x, layer, starts, goals):
        if not starts:
            return []
        best = self.pointers[layer](x, starts, goals).argmax(1).tolist()
        return [None if n == len(goals) else n for n in best]


def refine(parts, forms):
    """Content parts with the quotation marks that stand at their edges."""
    out = []
    for first, last in parts:
        if first > 0 and forms[first - 1] in ("“", "``") or first > 0 and forms[first - 1] == '"' and opens(forms, first - 1):
            first -= 1
        if last < len(forms) and closes(forms, first, last):
            last += 1
        if not (out and first < out[-1][1]):
            out.append((first, last))
    return out


def opens(forms, at):
    """Whether a straight mark is the first of a pair: an even number stands before it."""
    return forms[:at].count('"') % 2 == 0


def closes(forms, first, last):
    """Whether the word after a span is a mark that closes what the span opened."""
    if forms[last] in ("”", "''"):
        return any(w in ("“", "``") for w in forms[first:last])
    return forms[last] == '"' and forms[first:last].count('"') % 2 == 1


def assemble(found, links):
    """Statements: the content parts of each cue with its source; a part without a cue stands alone. Of several parts those of one word are dropped."""
    parts, alone = {}, []
    for part, cue in zip(found["content"], links["content"]):
        if cue is None:
            alone.append(([part], None, None))
        else:
            parts.setdefault(cue, []).append(part)
    out = []
    for cue, content in parts.items():
        content = [part for part in content if part[1] - part[0] > 1] or content
        source = links["cue"][cue]
        out.append((content, found["cue"][cue], None if source is None else found["source"][source]))
    return sorted(out + alone, key=lambda s: s[0])
