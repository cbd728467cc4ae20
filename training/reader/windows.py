"""Windows: what the encoder reads at once, at most LENGTH pieces with [CLS] and [SEP].

Whole paragraphs are packed greedily; a paragraph that does not fit an empty window is packed by sentences,
a sentence that does not fit is cut where the window is full.
"""

from dataclasses import dataclass, field

import numpy as np

from . import documents

LENGTH = 256
READING = 160
"""What the program fills a window up to: it reads as well, and faster."""


@dataclass
class Window:
    """Words [first, last) of a document. `starts[i]` is the place of the first piece of word i; sentences are relative to `first`."""

    doc: documents.Document
    first: int
    last: int
    ids: np.ndarray
    features: np.ndarray
    starts: np.ndarray
    sentences: list
    targets: dict = field(default_factory=dict)


def pack(lengths, breaks, room):
    """Cut 0..n into runs of at most `room`; `breaks` is a list of sets of word numbers, the best places first."""
    out, start, total = [], 0, len(lengths)
    while start < total:
        end, size = start, 0
        while end < total and size + lengths[end] <= room:
            size += lengths[end]
            end += 1
        if end < total:
            for places in breaks:
                at = next((n for n in range(end, start, -1) if n in places), None)
                if at:
                    end = at
                    break
        out.append((start, end))
        start = end
    return out


def windows(doc, tokenizer, length=LENGTH):
    """The windows of a document, in order and without overlap."""
    pieces = [tokenizer.pieces(form) for form in doc.forms]
    rows = documents.word_features(doc)
    sentence_starts = {a for a, _ in doc.sentences}
    cuts = pack([len(p) for p in pieces], [documents.paragraph_starts(doc), sentence_starts], length - 2)
    return [build(doc, a, b, pieces, rows, tokenizer) for a, b in cuts]


def build(doc, first, last, pieces, rows, tokenizer):
    ids, feats, starts = [tokenizer.cls], [(0, 0, 0, 0)], []
    for number in range(first, last):
        starts.append(len(ids))
        ids += pieces[number]
        feats += [rows[number]] * len(pieces[number])
    ids.append(tokenizer.sep)
    feats.append((0, 0, 0, 0))
    sentences = [(max(a, first) - first, min(b, last) - first) for a, b in doc.sentences if a < last and b > first]
    return Window(doc, first, last, np.array(ids, np.int32), np.array(feats, np.int8), np.array(starts, np.int32), sentences)
