"""The best dependency tree of a matrix of arc scores."""

import numpy as np

ROOT_COST = 1e4
"""Added against every root arc, so that the best tree has one root only."""


def tree(scores):
    """Heads of each word: scores[d, h] is the score of h as head of d, h = 0 the root, word d is h = d + 1. Result: -1 or a word."""
    words = scores.shape[0]
    scores = scores.astype(np.float64)
    scores[np.arange(words), np.arange(words) + 1] = -np.inf
    heads = scores.argmax(1)
    if (heads == 0).sum() != 1 or cycle(np.concatenate([[0], heads])) is not None:
        full = np.full((words + 1, words + 1), -np.inf)
        full[1:] = scores
        full[1:, 0] -= ROOT_COST
        heads = chu_liu_edmonds(full)[1:]
    return heads - 1


def cycle(heads):
    """The nodes of some cycle, or None; node 0 is the root."""
    state = np.zeros(len(heads), np.int32)
    state[0] = 1
    for node in range(1, len(heads)):
        path, at = [], node
        while state[at] == 0:
            state[at] = node + 1
            path.append(at)
            at = heads[at]
        if at and state[at] == node + 1:
            return path[path.index(at):]
    return None


def chu_liu_edmonds(scores):
    """Heads of the best arborescence from node 0; scores[d, h], -inf where forbidden."""
    heads = scores.argmax(1)
    heads[0] = 0
    loop = cycle(heads)
    if loop is None:
        return heads
    size = len(heads)
    inside = np.zeros(size, bool)
    inside[loop] = True
    outer = np.flatnonzero(~inside)
    loop = np.array(loop)
    kept = scores[loop, heads[loop]]
    small = np.full((len(outer) + 1, len(outer) + 1), -np.inf)
    small[:-1, :-1] = scores[np.ix_(outer, outer)]
    enter = scores[np.ix_(loop, outer)] - kept[:, None]
    entry = enter.argmax(0)
    small[-1, :-1] = enter.max(0)
    leave = scores[np.ix_(outer, loop)]
    leaving = leave.argmax(1)
    small[:-1, -1] = leave.max(1)
    small[0] = -np.inf
    below = chu_liu_edmonds(small)
    for row, node in enumerate(outer[1:], 1):
        heads[node] = loop[leaving[row]] if below[row] == len(outer) else outer[below[row]]
    at = below[-1]
    heads[loop[entry[at]]] = outer[at]
    return heads
