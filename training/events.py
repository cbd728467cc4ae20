"""The events head: which PLOVER type of event a word reports, from its vector: python3 training/events.py --program VECTORS --out FOLDER

Trained on the examples of the lexicon (`data/events/*.tsv`) and on nothing else: in `yes` the head word of an entry has its type, in `no`, and in `yes` of
entries of no type, it has none; words that are the head of no entry have none. The encoder stays as it is. VECTORS is the program
`cargo build --release -p annals-read --example vectors` makes. Writes events.safetensors, events.json and CARD.md.

A share of the head words is held out, all their examples with them, to see what the head makes of words that the lexicon lacks; the weights that
are written are then trained on all.
"""

import argparse
import csv
import datetime
import json
import pathlib
import subprocess
import tempfile

import numpy as np
from safetensors.numpy import save_file

ROOT = pathlib.Path(__file__).resolve().parent.parent
TYPES = ["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST",
         "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"]
PARTS = {"v": "VERB", "n": "NOUN", "a": "ADJ"}
SIZE, HIDDEN, NONE, UNKNOWN = 96, 384, 0, -1
EPOCHS, BATCH, RATE, SMOOTH = 25, 256, 2e-3, 0.1


def examples(folder):
    """(sentence, head words, part of speech, type or "-") of every example of the lexicon."""
    for path in sorted(folder.glob("*.tsv")):
        rows = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        if not rows or not rows[0].startswith("pattern\ttype"):
            continue
        for row in csv.reader(rows[1:], delimiter="\t", quoting=csv.QUOTE_NONE):
            pattern, kind, _, _, yes, no = (row + [""] * 6)[:6]
            words, part = pattern.split()[0].rsplit(".", 1)
            # What an entry of no type does not match may well be an event.
            for text, label in ((yes, kind), (no, "-")):
                if text and (label == kind or kind != "-"):
                    yield text, words.split("|"), part, label


def vectors(program, texts):
    """The vectors of the content words of texts, and (number of the text, part of speech, lemma) of each."""
    with tempfile.TemporaryDirectory() as folder:
        lines = pathlib.Path(folder) / "texts.jsonl"
        lines.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
        out = pathlib.Path(folder) / "out"
        subprocess.run([program, lines, out], check=True)
        rows = [row.split("\t") for row in out.with_suffix(".tsv").read_text(encoding="utf-8").splitlines()]
        numbers = np.fromfile(out.with_suffix(".bin"), dtype="<f4").reshape(-1, HIDDEN)
    return numbers, [(int(text), part, lemma) for text, _, _, part, lemma in rows]


def labels(words, found):
    """The class of each word; UNKNOWN for a head of other entries, of which the example says nothing."""
    heads = {head for _, own, _, _ in found for head in own}
    out = np.full(len(words), UNKNOWN)
    for number, (text, part, lemma) in enumerate(words):
        _, own, own_part, label = found[text]
        if lemma in own and PARTS[own_part] == part:
            out[number] = NONE if label == "-" else 1 + TYPES.index(label)
        elif lemma not in heads:
            out[number] = NONE
    return out


class Net:
    """Two layers with a rectifier between, over vectors brought to one scale."""

    def __init__(self, x, seed):
        self.mean, self.deviation = x.mean(0), x.std(0) + 1e-6
        self.dice = np.random.default_rng(seed)
        self.parts = [self.dice.normal(0, (2 / HIDDEN) ** 0.5, (HIDDEN, SIZE)), np.zeros(SIZE),
                      self.dice.normal(0, (1 / SIZE) ** 0.5, (SIZE, 1 + len(TYPES))), np.zeros(1 + len(TYPES))]

    def scores(self, x, dropped=1.0):
        hidden = np.maximum(x @ self.parts[0] + self.parts[1], 0) * dropped
        return hidden, hidden @ self.parts[2] + self.parts[3]

    def probabilities(self, x):
        scores = self.scores((x - self.mean) / self.deviation)[1]
        scores = np.exp(scores - scores.max(1, keepdims=True))
        return scores / scores.sum(1, keepdims=True)

    def gradients(self, x, y):
        dropped = (self.dice.random((len(x), SIZE)) > 0.3) / 0.7
        hidden, scores = self.scores(x, dropped)
        wrong = np.exp(scores - scores.max(1, keepdims=True))
        wrong /= wrong.sum(1, keepdims=True)
        wrong[np.arange(len(y)), y] -= 1 - SMOOTH
        wrong = (wrong - SMOOTH / wrong.shape[1]) / len(y)
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
                seen = x[rows] * (self.dice.random((len(rows), HIDDEN)) > 0.2) / 0.8
                step += 1
                for n, gradient in enumerate(self.gradients(seen, y[rows])):
                    gradient = gradient + 1e-4 * self.parts[n]
                    first[n] = 0.9 * first[n] + 0.1 * gradient
                    second[n] = 0.999 * second[n] + 0.001 * gradient ** 2
                    move = first[n] / (1 - 0.9 ** step) / (np.sqrt(second[n] / (1 - 0.999 ** step)) + 1e-8)
                    self.parts[n] -= RATE * (1 - epoch / EPOCHS) * move
        return self

    def tensors(self):
        """The layers as the program has them: over vectors as they come."""
        inner = self.parts[0] / self.deviation[:, None]
        bias = self.parts[1] - self.mean @ inner
        named = {"inner.weight": inner.T, "inner.bias": bias, "out.weight": self.parts[2].T, "out.bias": self.parts[3]}
        return {f"heads.events.{name}": np.ascontiguousarray(value, dtype=np.float32) for name, value in named.items()}


def held_out(x, y, lemmas, seed=1):
    """What the head makes of words that it was not trained on, at several thresholds."""
    dice = np.random.default_rng(seed)
    names = sorted(set(lemmas))
    out = set(dice.choice(names, len(names) * 15 // 100, replace=False))
    test = np.array([lemma in out for lemma in lemmas])
    found = Net(x[~test], seed).train(x[~test], y[~test]).probabilities(x[test])
    best, sure = found[:, 1:].argmax(1) + 1, found[:, 1:].max(1)
    right = best == y[test]
    for least in (0.3, 0.4, 0.5, 0.6, 0.7):
        fires = sure > least
        yield least, int(fires.sum()), float(right[fires].mean()), float((right & fires).sum() / (y[test] > 0).sum())


CARD = """# The events head

A head on the reader model's encoder (`models/reader`), which stays as it is: the PLOVER type of the event that a verb, noun or adjective reports, or none.
Two layers over the vector of a word, {size} numbers between them, single precision. Weights: licence of the project.

## Trained on

The {examples} example sentences of `data/events/*.tsv`, which are of our own making, and nothing else: {words} words, of which {positive} report an event.
Made by `training/events.py` on {date}.

## Held out

All examples of 15 of 100 head words, which the head then has never seen as an event or as none: of the words whose likeliest type passes the threshold, the
share whose type is right, and the share of all events that these are.

| threshold | words | right | found |
|---|---|---|---|
{rows}

In articles most words report nothing, so that the shares right are lower there; `eval/` has what the whole reader finds.
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "models" / "events")
    args = parser.parse_args()
    found = list(examples(ROOT / "data" / "events"))
    x, words = vectors(args.program, [text for text, *_ in found])
    y = labels(words, found)
    known = y != UNKNOWN
    x, y, lemmas = x[known], y[known], [lemma for (_, _, lemma), own in zip(words, known) if own]
    rows = [f"| {least} | {fires} | {right:.3f} | {part:.3f} |" for least, fires, right, part in held_out(x, y, lemmas)]
    print("\n".join(rows))
    args.out.mkdir(parents=True, exist_ok=True)
    save_file(Net(x, 7).train(x, y).tensors(), args.out / "events.safetensors")
    (args.out / "events.json").write_text(json.dumps({"types": TYPES, "size": SIZE}) + "\n", encoding="utf-8")
    (args.out / "CARD.md").write_text(CARD.format(
        size=SIZE, examples=len(found), words=len(y), positive=int((y > 0).sum()), rows="\n".join(rows),
        date=datetime.date.today().isoformat()), encoding="utf-8")


if __name__ == "__main__":
    main()
