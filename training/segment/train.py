"""Trains the splitter of sentences and writes data/segment/boundary.bin.

    python3 train.py OUT FEATURES:WEIGHT [FEATURES:WEIGHT ...] [--fold K]

FEATURES are files of `cargo run --release -p annals-text --example boundary_features`. WEIGHT is how much a gap of
that file counts. With --fold, every fifth text (those with number % 5 == K) is left out and scored; without, all
texts train the net that is written.

The net: each feature picks a row of WIDTH numbers; rows are added up; the first number goes to the score, the
others through ReLU with output weights. Trained with Adam on the logistic loss, features dropped at random; the
rows are rounded to int8 at the end.
"""

import argparse

import numpy as np

WIDTH = 8
COUNT = 40
ATTRIBUTION = """# Weights of the splitter of sentences. Licence: CC BY-SA 4.0.
# Trained on Universal Dependencies English EWT 2.16, train (CC BY-SA 4.0; Silveira et al. 2014, A Gold Standard
# Dependency Corpus for English) and UD English GUM, train, six genres (annotation CC BY 4.0; texts CC BY 2.5,
# CC BY 4.0, CC BY-SA 3.0; Zeldes 2017, The GUM Corpus). Written by training/segment/train.py."""


def load(spec):
    path, _, weight = spec.partition(":")
    rows = np.fromfile(path, dtype="<u4").reshape(-1, COUNT + 2)
    return rows[:, 0].astype(np.float32), rows[:, 1], rows[:, 2:], np.full(len(rows), float(weight or 1), np.float32)


class Net:
    def __init__(self, rows, seed):
        rng = np.random.default_rng(seed)
        self.rng = rng
        self.rows = np.zeros((rows, WIDTH), np.float32)
        self.rows[:, 1:] = rng.normal(0, 0.05, (rows, WIDTH - 1))
        self.bias = np.zeros(WIDTH, np.float32)
        self.out = rng.normal(0, 0.5, WIDTH).astype(np.float32)
        self.out[0] = 1
        self.moments = [(np.zeros_like(p), np.zeros_like(p)) for p in (self.rows, self.bias, self.out)]
        self.step = 0

    def forward(self, ids, keep=None):
        rows = self.rows[ids]
        if keep is not None:
            rows = rows * keep[:, :, None]
        units = rows.sum(1) + self.bias
        active = np.maximum(units, 0)
        active[:, 0] = units[:, 0]
        return units, active, active @ self.out

    def train(self, ids, gold, weight, rate, drop, decay):
        keep = (self.rng.random(ids.shape) > drop).astype(np.float32) / (1 - drop)
        units, active, score = self.forward(ids, keep)
        error = (1 / (1 + np.exp(-score)) - gold) * weight / len(gold)
        grad_out = active.T @ error
        grad_out[0] = 0
        inner = error[:, None] * self.out[None] * (units > 0)
        inner[:, 0] = error
        grad_rows = np.zeros_like(self.rows)
        spread = (inner[:, None, :] * keep[:, :, None]).reshape(-1, WIDTH)
        flat = ids.ravel()
        for column in range(WIDTH):
            grad_rows[:, column] = np.bincount(flat, spread[:, column], len(self.rows))
        self.adam(0, self.rows, grad_rows + decay * self.rows, rate)
        self.adam(1, self.bias, inner.sum(0), rate)
        self.adam(2, self.out, grad_out, rate)

    def adam(self, slot, value, grad, rate):
        first, second = self.moments[slot]
        self.step += slot == 0
        first += 0.1 * (grad - first)
        second += 0.001 * (grad * grad - second)
        size = rate * np.sqrt(1 - 0.999**self.step) / (1 - 0.9**self.step)
        value -= size * first / (np.sqrt(second) + 1e-8)

    def quantize(self):
        scale = float(np.quantile(np.abs(self.rows), 0.9998)) / 127
        self.rows = np.clip(np.round(self.rows / scale), -127, 127) * np.float32(scale)
        return scale

    def write(self, path):
        scale = self.quantize()
        line = lambda values: " ".join(f"{v:.6g}" for v in values)
        header = f"{ATTRIBUTION}\nscale {scale:.8g}\nbias {line(self.bias)}\nout {line(self.out)}\n\n"
        with open(path, "wb") as out:
            out.write(header.encode())
            out.write(np.round(self.rows / scale).astype(np.int8).tobytes())


def f1(net, ids, gold, cut=0.0):
    scores = np.concatenate([net.forward(part)[2] for part in np.array_split(ids, max(1, len(ids) // 20000))])
    said = scores > cut
    hit = float((said & (gold > 0)).sum())
    return 2 * hit / max(1, said.sum() + gold.sum()), hit / max(1, said.sum()), hit / max(1, gold.sum())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("features", nargs="+")
    parser.add_argument("--fold", type=int)
    parser.add_argument("--rows", type=int, default=32768)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=0.002)
    parser.add_argument("--drop", type=float, default=0.25)
    parser.add_argument("--decay", type=float, default=1e-6)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shift", type=float, default=0.6, help="added to the score, found by cross-validation")
    args = parser.parse_args()

    sets = [load(spec) for spec in args.features]
    held = [(number % 5 == args.fold) if args.fold is not None else np.zeros(len(number), bool) for _, number, _, _ in sets]
    gold, ids, weight = (np.concatenate([part[i][~h] for part, h in zip(sets, held)]) for i in (0, 2, 3))
    ids = (ids & (args.rows - 1)).astype(np.int64)
    net = Net(args.rows, args.seed)
    steps = args.epochs * (len(gold) // args.batch + 1)
    done = 0
    for epoch in range(args.epochs):
        order = net.rng.permutation(len(gold))
        for start in range(0, len(gold), args.batch):
            part = order[start : start + args.batch]
            rate = args.rate * (1 - done / steps)
            net.train(ids[part], gold[part], weight[part], rate, args.drop, args.decay)
            done += 1
        line = f"epoch {epoch + 1} train %.4f" % f1(net, ids[:20000], gold[:20000])[0]
        for (g, _, i, _), h in zip(sets, held):
            if h.any():
                line += "  held f %.4f p %.4f r %.4f" % f1(net, (i[h] & (args.rows - 1)).astype(np.int64), g[h])
        print(line, flush=True)
    net.bias[0] += args.shift
    net.write(args.out)


if __name__ == "__main__":
    main()
