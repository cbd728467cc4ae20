"""Sentences of others in which somebody does something to somebody: both are marked, the word for what is done is not.

The word is chosen here: of those that the net of types takes for an event, the likeliest, and rather one that stands between the two in the tree.
"""

import dataclasses
import json

import numpy as np

from . import tasks
from .examples import Event, Word

# What a place between the two is worth beside a probability.
BETWEEN = 1.0


@dataclasses.dataclass
class Relation:
    """A text with the spans of its two parties; `quad` is the quad class of the event, None where it is not told."""

    text: str
    actor: tuple[int, int]
    recipient: tuple[int, int]
    quad: int | None


def relations(path):
    """The relations of lines of `{"text", "events": [{"actors", "recipients", "quad"}]}` that have both parties."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for event in row["events"][:1]:
            sides = [[(party["start"], party["end"]) for party in event[side] if "start" in party] for side in ("actors", "recipients")]
            if all(sides):
                yield Relation(row["text"], sides[0][0], sides[1][0], event.get("quad"))


def head(span, words):
    """The highest word of a span, rather one that can name somebody."""
    own = [word for word in words if word.start < span[1] and span[0] < word.end]
    inside = {word.number for word in own}
    tops = [word for word in own if word.head not in inside]
    return next((word for word in tops if word.upos in tasks.PARTIES), tops[0] if tops else None)


def between(one, other, words):
    """The numbers of the words on the way from one to the other in the tree, the word where they meet with them."""
    by_number = {word.number: word for word in words}
    up, down = (tasks.ancestors(word, by_number, len(words)) for word in (one, other))
    return set(up) ^ set(down) | {next((number for number in up if number in down), one.number)}


def trigger(relation, words, kinds):
    """An event of the two parties by the likeliest word; None where the sentence has none. `kinds` gives for words their probabilities of types."""
    actor, recipient = head(relation.actor, words), head(relation.recipient, words)
    if actor is None or recipient is None or actor is recipient or actor.sentence != recipient.sentence:
        return None
    may = [word for word in words if word.sentence == actor.sentence and word.upos in tasks.HEADS and word not in (actor, recipient)]
    if not may:
        return None
    likely = kinds(may)[:, 1:]
    worth = likely.max(1)
    if relation.quad is not None:
        of_class = np.array([tasks.QUADS[kind] == relation.quad for kind in tasks.TYPES])
        worth = worth / 2 + (likely * of_class).max(1)
    way = between(actor, recipient, words)
    worth = worth + np.array([BETWEEN * (word.number in way) for word in may])
    return Event(may[int(worth.argmax())], "", "", "", [actor], [recipient])


def events(found, words: list[list[Word]], kinds):
    """Of each relation its event, in a list of one or none, as the marked sentences have them."""
    chosen = [trigger(relation, own, kinds) for relation, own in zip(found, words)]
    return [[event] if event else [] for event in chosen]
