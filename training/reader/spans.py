"""Spans of words: from characters to words and back, and BIO labels."""

from bisect import bisect_left, bisect_right

O = 0


def begin(kind):
    """The label that opens a span of the kind; `begin(kind) + 1` continues it."""
    return 1 + 2 * kind


def to_words(starts, ends, start, end):
    """(first, last + 1) of the words that share a character with [start, end), or None."""
    first = bisect_right(ends, start)
    last = bisect_left(starts, end)
    return (first, last) if first < last else None


def bio(length, spans):
    """Labels of non-overlapping (first, last + 1, kind) spans."""
    labels = [O] * length
    for first, last, kind in spans:
        labels[first] = begin(kind)
        labels[first + 1:last] = [begin(kind) + 1] * (last - first - 1)
    return labels


def spans(labels):
    """The (first, last + 1, kind) spans of labels; a continuation without its opening opens a span."""
    out, kind = [], None
    for number, label in enumerate(labels):
        if label == O:
            kind = None
        elif label % 2 == 1 or (label - 1) // 2 != kind:
            kind = (label - 1) // 2
            out.append([number, number + 1, kind])
        else:
            out[-1][1] = number + 1
    return [tuple(span) for span in out]


def flatten(items):
    """Of (first, last + 1, …) spans those that overlap no longer one."""
    taken, out = set(), []
    for item in sorted(items, key=lambda s: (s[0] - s[1], s[0])):
        if not taken.intersection(range(item[0], item[1])):
            taken.update(range(item[0], item[1]))
            out.append(item)
    return sorted(out)


def viterbi(scores):
    """The best label sequence in which a continuation follows only its own kind; `scores` is an array [words, labels]."""
    import numpy as np

    words, labels = scores.shape
    allowed = np.zeros((labels, labels), np.float32)
    for inner in range(2, labels, 2):
        allowed[:, inner] = -np.inf
        allowed[inner - 1, inner] = allowed[inner, inner] = 0
    back = np.zeros((words, labels), np.int32)
    best = scores[0].copy()
    best[2::2] = -np.inf
    for number in range(1, words):
        step = best[:, None] + allowed
        back[number] = step.argmax(0)
        best = step.max(0) + scores[number]
    path = [int(best.argmax())]
    for number in range(words - 1, 0, -1):
        path.append(int(back[number, path[-1]]))
    return path[::-1]
