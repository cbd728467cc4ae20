"""The examples of the events head: those of the lexicon, and sentences of our own with every event marked."""

import csv
import dataclasses
import json
import pathlib
import re
import subprocess
import tempfile

import numpy as np

PARTS = {"v": "VERB", "n": "NOUN", "a": "ADJ"}
HIDDEN = 384
# A word's vector after two layers of the encoder, then after all.
VECTOR = 2 * HIDDEN
COLUMNS = ["text", "trigger", "type", "mode", "status", "actors", "recipients"]


@dataclasses.dataclass
class Word:
    """A word of a text, as the reader sees it; `row` is the row of its vector."""

    text: int
    start: int
    end: int
    upos: str
    lemma: str
    number: int
    sentence: int
    head: int | None
    row: int


@dataclasses.dataclass
class Event:
    """An event that a word reports; `actors` and `recipients` are the heads of the phrases of those who take part."""

    trigger: Word
    kind: str
    mode: str
    status: str
    actors: list[Word]
    recipients: list[Word]


def lexicon(folder):
    """(sentence, head words, part of speech, type or "-", mode) of every example of the lexicon."""
    for path in sorted(folder.glob("*.tsv")):
        rows = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        if not rows or not rows[0].startswith("pattern\ttype"):
            continue
        for row in csv.reader(rows[1:], delimiter="\t", quoting=csv.QUOTE_NONE):
            pattern, kind, mode, _, yes, no = (row + [""] * 6)[:6]
            words, part = pattern.split()[0].rsplit(".", 1)
            # What an entry of no type does not match may well be an event.
            for text, label in ((yes, kind), (no, "-")):
                if text and (label == kind or kind != "-"):
                    yield text, words.split("|"), PARTS[part], label, mode


def sentences(path):
    """The marked sentences: of each text its rows, as dictionaries by column."""
    rows = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    texts = {}
    for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
        texts.setdefault(row["text"], []).append(row)
    return texts


def read(program, texts):
    """The vectors of the words of texts, and of each text its words."""
    with tempfile.TemporaryDirectory() as folder:
        lines = pathlib.Path(folder) / "texts.jsonl"
        lines.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
        out = pathlib.Path(folder) / "out"
        subprocess.run([program, lines, out], check=True)
        rows = [row.split("\t") for row in out.with_suffix(".tsv").read_text(encoding="utf-8").splitlines()]
        vectors = np.fromfile(out.with_suffix(".bin"), dtype="<f4").reshape(-1, VECTOR)
    words = [[] for _ in texts]
    for number, (text, start, end, upos, lemma, word, sentence, head) in enumerate(rows):
        own = Word(int(text), int(start), int(end), upos, lemma, int(word), int(sentence), int(head) if head != "-" else None, number)
        words[own.text].append(own)
    return vectors, words


class Missing(ValueError):
    """A marked word that is no word of its text."""


def events(text, rows, words):
    """The events of a marked text."""
    return [event(text, row, words) for row in rows if row["trigger"] != "-"]


def event(text, row, words):
    return Event(trigger=word(text, row["trigger"], words), kind=row["type"], mode="" if row["mode"] == "-" else row["mode"],
                 status=row["status"], actors=several(text, row["actors"], words), recipients=several(text, row["recipients"], words))


def several(text, marked, words):
    return [] if marked == "-" else [word(text, one, words) for one in marked.split("|")]


def word(text, marked, words):
    """The word that is marked as `word` or, where it stands more than once, `word#2`; of a part of one, *ex-officers*, the whole."""
    form, _, which = marked.partition("#")
    places = [found.end() for found in re.finditer(rf"(?<![^\W_]){re.escape(form)}(?![^\W_])", text, re.IGNORECASE)]
    number = int(which or 1) - 1
    found = [own for own in words if number < len(places) and own.start < places[number] <= own.end]
    if not found:
        raise Missing(f"“{marked}” is no word of: {text}")
    return found[0]
