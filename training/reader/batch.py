"""Windows as tensors. All heads see the words of a batch as one flat list, window after window."""

import numpy as np
import torch


class Batch:
    """`place` picks the first piece of every word; `offsets[i]` is where window i begins in the flat list of words."""

    def __init__(self, windows):
        self.windows = windows
        length = max(len(w.ids) for w in windows)
        ids = np.zeros((len(windows), length), np.int64)
        feats = np.zeros((len(windows), length, windows[0].features.shape[1]), np.int64)
        mask = np.zeros((len(windows), length), bool)
        for row, w in enumerate(windows):
            ids[row, :len(w.ids)] = w.ids
            feats[row, :len(w.ids)] = w.features
            mask[row, :len(w.ids)] = True
        self.ids, self.features, self.mask = map(torch.from_numpy, (ids, feats, mask))
        self.place = torch.from_numpy(np.concatenate([row * length + w.starts for row, w in enumerate(windows)]).astype(np.int64))
        self.offsets = np.cumsum([0] + [len(w.starts) for w in windows])

    def has(self, head):
        return [i for i, w in enumerate(self.windows) if head in w.targets]

    def flat(self, head, key, missing=-100):
        """A target of one number a word for all words; `missing` where a window has none."""
        parts = [w.targets[head][key] if head in w.targets else np.full(len(w.starts), missing) for w in self.windows]
        return torch.from_numpy(np.concatenate(parts).astype(np.int64))

    def sentences(self, rows=None):
        """(start, end) of the sentences of some windows in the flat list."""
        rows = range(len(self.windows)) if rows is None else rows
        return [(self.offsets[r] + a, self.offsets[r] + b) for r in rows for a, b in self.windows[r].sentences]


def pad(spans):
    """Flat indices [spans, longest] and a mask for (start, end) spans."""
    starts = torch.tensor([a for a, _ in spans])
    lengths = torch.tensor([b - a for a, b in spans])
    steps = torch.arange(int(lengths.max()))
    mask = steps[None] < lengths[:, None]
    return torch.where(mask, starts[:, None] + steps[None], starts[:, None]), mask
