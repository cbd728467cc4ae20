"""The events head: what a word reports, from its vector: python3 training/events.py --program VECTORS [--relations FILE] --out FOLDER

Of each verb, noun and adjective the PLOVER type of the event that it reports, or none; of one that reports an event its mode, its status, and
which words of its sentence are the heads of those who take part. Trained on texts of our own: the examples of the lexicon
(`data/events/*.tsv`; in `yes` the head word of an entry has its type, in `no` and in `yes` of entries of no type it has none) and the
sentences of `training/eventhead/sentences.tsv`, in which every event is marked; the pointers also on the relations of FILE, sentences of others in
which two parties are marked (`eventhead/relations.py`). The encoder stays as it is. VECTORS is the program
`cargo build --release -p annals-read --example vectors` makes. Writes events.safetensors, events.json and CARD.md.

What is written is trained on all; what the card says of it is measured on a fifth of the sentences that was held out.
"""

import argparse
import datetime
import json
import pathlib

import numpy as np
from safetensors.numpy import save_file

from eventhead import examples, relations, tasks
from eventhead.net import Average, Net

ROOT = pathlib.Path(__file__).resolve().parent.parent
SIZES = {"kinds": 128, "modes": 64, "statuses": 64, "pairs": 128}
# How many nets are averaged: what one says of a word that it never saw hangs on its seed.
NETS = {"kinds": 3, "modes": 3, "statuses": 1, "pairs": 1}
# One text of so many is held out where the head is measured.
FOLDS = 5
SEED = 7
# How often each relation is read while a marked sentence is read once.
TIMES = 2


class Sets:
    """All examples, as tasks."""

    def __init__(self, program, others):
        self.found = list(examples.lexicon(ROOT / "data" / "events"))
        rows = examples.sentences(ROOT / "training" / "eventhead" / "sentences.tsv")
        texts = [text for text, *_ in self.found]
        self.others, self.nets = others, {}
        self.vectors, words = examples.read(program, texts + list(rows) + [relation.text for relation in others])
        lexicon, self.words, of_others = words[:len(texts)], words[len(texts):len(texts) + len(rows)], words[len(texts) + len(rows):]
        self.marked = [examples.events(text, own, of) for (text, own), of in zip(rows.items(), self.words)]
        self.modes = tasks.mode_names(self.found, self.marked)
        self.tasks = {
            "kinds": tasks.kinds(self.vectors, self.found, lexicon, self.marked, self.words),
            "modes": tasks.modes(self.vectors, self.found, lexicon, self.marked, self.modes),
            "statuses": tasks.statuses(self.vectors, self.marked),
            "pairs": tasks.pairs(self.vectors, self.marked, self.words),
        }
        self.classes = {"kinds": 1 + len(tasks.TYPES), "modes": len(self.modes), "statuses": len(tasks.STATUSES), "pairs": len(tasks.ROLES)}
        if others:
            self.add(of_others)

    def add(self, words):
        """The relations as rows of pairs, of texts that are never held out."""
        kinds = self.net("kinds", whole=True)
        marked = relations.events(self.others, words, lambda may: kinds.probabilities(self.vectors[[word.row for word in may]]))
        more, own = tasks.pairs(self.vectors, marked, words), self.tasks["pairs"]
        self.tasks["pairs"] = tasks.Task(np.concatenate([own.x] + TIMES * [more.x]), np.concatenate([own.y] + TIMES * [more.y]),
                                         np.concatenate([own.texts] + TIMES * [-1 - more.texts]))

    def held(self, name):
        """Which rows of a task are held out, to measure it with."""
        texts = self.tasks[name].texts
        return (texts >= 0) & (texts % FOLDS == 0)

    def net(self, name, whole):
        """The net of a task, trained once: on the whole of it, or on what is not held out."""
        if (name, whole) not in self.nets:
            own = self.tasks[name]
            rows = np.ones(len(own.y), bool) if whole else ~self.held(name)
            nets = [Net(own.x[rows], self.classes[name], SIZES[name], SEED + number).train(own.x[rows], own.y[rows]) for number in range(NETS[name])]
            self.nets[name, whole] = Average(nets)
        return self.nets[name, whole]

    def held_out(self, name):
        """Classes and probabilities of the rows of the marked sentences that are held out, by a net that has not seen them."""
        own, test = self.tasks[name], self.held(name)
        right = own.y[test]
        return right, self.net(name, whole=False).probabilities(own.x[test], self.allowed(name, right))

    def allowed(self, name, y):
        """A mode is asked for when the type is known."""
        if name != "modes":
            return None
        kinds = np.array([mode.split(".")[0] for mode in self.modes])
        return kinds[None, :] == kinds[y][:, None]


def table_of_kinds(right, found):
    best, sure = found[:, 1:].argmax(1) + 1, found[:, 1:].max(1)
    rows = ["| threshold | words | right | found |", "|---|---|---|---|"]
    for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        fires = sure >= least
        hits = (best == right) & fires
        rows.append(f"| {least} | {fires.sum()} | {hits.sum() / max(fires.sum(), 1):.3f} | {hits.sum() / (right > 0).sum():.3f} |")
    return rows


def table_of_roles(right, found):
    rows = ["| role | threshold | right | found |", "|---|---|---|---|"]
    for role in (1, 2):
        for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
            fires = found[:, role] >= least
            hits = (fires & (right == role)).sum()
            rows.append(f"| {tasks.ROLES[role]} | {least} | {hits / max(fires.sum(), 1):.3f} | {hits / (right == role).sum():.3f} |")
    return rows


def accuracy(right, found):
    return f"{(found.argmax(1) == right).mean():.3f} of {len(right)}"


OTHERS = """The pointers, and no other part, also on {relations} sentences of the news in which two parties are marked, `cameo_ner` of the repository
eventdata/ConfliBERT (GPL-3; the texts are of their publishers, who state no licence); neither the texts nor anything to restore them from is here.
"""

CARD = """# The events head

A head on the reader model's encoder (`models/reader`), which stays as it is. Of a verb, noun or adjective: the PLOVER type of the event that it reports, or
none; of one that reports an event its mode, its status, and, by pointing, which words of its sentence name those who do it and those to whom it is done.
Four nets of two layers over the vectors of words ({sizes} numbers between them; the first two are three nets each, averaged), single precision. Weights: licence of the project.

## Trained on

The {examples} example sentences of `data/events/*.tsv` and the {sentences} marked sentences of `training/eventhead/sentences.tsv` with {events} events, all of our own
making. {others}Made by `training/events.py` on {date}.

## Held out

A fifth of the marked sentences, read by nets that have not seen it.

Type: of the words whose likeliest type passes the threshold, the share whose type is right, and the share of all events that these are.

{kinds}

Mode, where the type is known: right {modes}. Status: right {statuses}.

Parties: of all words that may name one, those that the threshold passes.

{roles}

`eval/` has what the whole reader finds.
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--relations", type=pathlib.Path, help="sentences with two parties marked, cameo_ner_train.jsonl, to train the pointers on as well")
    parser.add_argument("--without-held-out", action="store_true", help="write the nets that have not seen the fifth, to measure the program with")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "models" / "events")
    args = parser.parse_args()
    others = list(relations.relations(args.relations)) if args.relations else []
    sets = Sets(args.program, others)
    measured = {name: sets.held_out(name) for name in SIZES}
    tables = {"kinds": "\n".join(table_of_kinds(*measured["kinds"])), "roles": "\n".join(table_of_roles(*measured["pairs"])),
              "modes": accuracy(*measured["modes"]), "statuses": accuracy(*measured["statuses"])}
    print("\n".join(tables.values()))
    args.out.mkdir(parents=True, exist_ok=True)
    tensors = {}
    for name in SIZES:
        tensors.update(sets.net(name, whole=not args.without_held_out).tensors(f"heads.events.{name}"))
    sizes = {name: SIZES[name] * NETS[name] for name in SIZES}
    save_file(tensors, args.out / "events.safetensors")
    labels = {"types": tasks.TYPES, "modes": sets.modes, "statuses": tasks.STATUSES, "sizes": sizes,
              "reaches": tasks.REACHES, "steps": tasks.STEPS}
    (args.out / "events.json").write_text(json.dumps(labels) + "\n", encoding="utf-8")
    (args.out / "CARD.md").write_text(CARD.format(
        **tables, sizes=", ".join(map(str, sizes.values())), examples=len(sets.found), sentences=len(sets.marked),
        events=sum(map(len, sets.marked)), others=OTHERS.format(relations=len(others)) if others else "", date=datetime.date.today().isoformat()), encoding="utf-8")


if __name__ == "__main__":
    main()
