"""A net of two layers over vectors, trained by its own gradients: NumPy is all it needs."""

import numpy as np

EPOCHS, BATCH, RATE, SMOOTH, DECAY = 16, 256, 2e-3, 0.05, 1e-4


class Net:
    """Two layers with a rectifier between, over rows of numbers that are brought to one scale."""

    def __init__(self, x, classes, size, seed):
        self.mean, self.deviation = x.mean(0), x.std(0) + 1e-6
        self.dice = np.random.default_rng(seed)
        self.size, self.classes = size, classes
        wide = x.shape[1]
        parts = [self.dice.normal(0, (2 / wide) ** 0.5, (wide, size)), np.zeros(size),
                 self.dice.normal(0, (1 / size) ** 0.5, (size, classes)), np.zeros(classes)]
        self.parts = [part.astype(np.float32) for part in parts]

    def scores(self, x, dropped=1.0):
        hidden = np.maximum(x @ self.parts[0] + self.parts[1], 0) * dropped
        return hidden, hidden @ self.parts[2] + self.parts[3]

    def probabilities(self, x, allowed=None):
        """Of each row how likely each class is; `allowed` says which classes a row may have."""
        return shares(self.scores((x - self.mean) / self.deviation)[1], allowed)

    def kept(self, shape, share):
        """A mask that leaves out all but a share, and makes up for it."""
        return (self.dice.random(shape, dtype=np.float32) < share).astype(np.float32) / np.float32(share)

    def gradients(self, x, y):
        dropped = self.kept((len(x), self.size), 0.7)
        hidden, scores = self.scores(x, dropped)
        wrong = np.exp(scores - scores.max(1, keepdims=True))
        wrong /= wrong.sum(1, keepdims=True)
        wrong[np.arange(len(y)), y] -= 1 - SMOOTH
        wrong = (wrong - SMOOTH / self.classes) / len(y)
        below = (wrong @ self.parts[2].T) * dropped * (hidden > 0)
        return [x.T @ below, below.sum(0), hidden.T @ wrong, wrong.sum(0)]

    def train(self, x, y):
        """Adam with a rate that falls to nothing."""
        x = (x - self.mean) / self.deviation
        first, second, step = [[np.zeros_like(part) for part in self.parts] for _ in range(2)] + [0]
        for epoch in range(EPOCHS):
            order = self.dice.permutation(len(x))
            for start in range(0, len(order), BATCH):
                rows = order[start:start + BATCH]
                seen = x[rows] * self.kept((len(rows), x.shape[1]), 0.8)
                step += 1
                for n, gradient in enumerate(self.gradients(seen, y[rows])):
                    gradient = gradient + DECAY * self.parts[n]
                    first[n] = 0.9 * first[n] + 0.1 * gradient
                    second[n] = 0.999 * second[n] + 0.001 * gradient ** 2
                    move = first[n] / (1 - 0.9 ** step) / (np.sqrt(second[n] / (1 - 0.999 ** step)) + 1e-8)
                    self.parts[n] -= RATE * (1 - epoch / EPOCHS) * move
        return self

    def tensors(self, name):
        """The layers as the program has them, over rows as they come: `name.inner` and `name.out`."""
        inner = self.parts[0] / self.deviation[:, None]
        bias = self.parts[1] - self.mean @ inner
        named = {"inner.weight": inner.T, "inner.bias": bias, "out.weight": self.parts[2].T, "out.bias": self.parts[3]}
        return {f"{name}.{key}": np.ascontiguousarray(value, dtype=np.float32) for key, value in named.items()}


class Average:
    """Nets of several seeds, whose scores are averaged: together a wider net."""

    def __init__(self, nets):
        self.nets = nets

    def probabilities(self, x, allowed=None):
        scores = np.mean([net.scores((x - net.mean) / net.deviation)[1] for net in self.nets], axis=0)
        return shares(scores, allowed)

    def tensors(self, name):
        """As those of one net: the hidden numbers stand side by side, and each net has its part in the scores."""
        all_nets = [net.tensors(name) for net in self.nets]
        joined = {"inner.weight": (np.concatenate, 0), "inner.bias": (np.concatenate, 0), "out.weight": (np.concatenate, 1), "out.bias": (np.sum, 0)}
        return {f"{name}.{key}": join([own[f"{name}.{key}"] / (len(self.nets) if key.startswith("out") else 1) for own in all_nets], axis=axis)
                for key, (join, axis) in joined.items()}


def shares(scores, allowed=None):
    """Of each row how likely each class is; `allowed` says which classes a row may have."""
    if allowed is not None:
        scores = np.where(allowed, scores, -np.inf)
    scores = np.exp(scores - scores.max(1, keepdims=True))
    return scores / scores.sum(1, keepdims=True)
