"""What is asked of a word that may report an event: its type, its mode, its status, and which words take part in it."""

import dataclasses

import numpy as np

from .examples import HIDDEN, VECTOR

TYPES = ["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST",
         "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"]
QUADS = dict.fromkeys(TYPES[:4], 1) | dict.fromkeys(TYPES[4:7], 2) | dict.fromkeys(TYPES[7:11], 3) | dict.fromkeys(TYPES[11:], 4)
STATUSES = ["actual", "planned", "possible", "negated", "demanded"]
ROLES = ["none", "actor", "recipient"]
HEADS, PARTIES = {"VERB", "NOUN", "ADJ"}, {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}
NONE, UNKNOWN = 0, -1
# Farther than this two words are just far: in words of the text, and in steps of the tree.
REACHES, STEPS = (1, 2, 4, 8, 16), 4
FEATURES = 2 * (len(REACHES) + 1) + STEPS


@dataclasses.dataclass
class Task:
    """Rows with their classes; `texts` says from which text each row is."""

    x: np.ndarray
    y: np.ndarray
    texts: np.ndarray


def task(x, y, texts):
    return Task(np.asarray(x, dtype=np.float32), np.asarray(y), np.asarray(texts))


def kinds_of_lexicon(found, words):
    """(row, class) of each word of an example of the lexicon, UNKNOWN for a head of other entries, of which it says nothing."""
    heads = {head for _, own, *_ in found for head in own}
    for (_, own, part, label, _), of_text in zip(found, words):
        for word in of_text:
            if word.upos not in HEADS:
                continue
            if word.lemma in own and part == word.upos:
                yield word, NONE if label == "-" else 1 + TYPES.index(label)
            elif word.lemma not in heads:
                yield word, NONE


def kinds(vectors, found, words, marked, marked_words):
    """The type of each verb, noun and adjective, of no event 0; texts of marked sentences are numbered from 0, those of the lexicon below."""
    rows = [(word.row, label, -1 - word.text) for word, label in kinds_of_lexicon(found, words)]
    for text, (events, of_text) in enumerate(zip(marked, marked_words)):
        labels = {event.trigger.row: 1 + TYPES.index(event.kind) for event in events}
        rows += [(word.row, labels.get(word.row, NONE), text) for word in of_text if word.upos in HEADS or word.row in labels]
    return task(vectors[[row for row, *_ in rows]], [label for _, label, _ in rows], [text for *_, text in rows])


def modes(vectors, found, words, marked, names):
    """The mode of each word that reports an event, as number in `names`."""
    rows = []
    for (_, own, part, label, mode), of_text in zip(found, words):
        if label != "-":
            rows += [(word.row, f"{label}.{mode}", -1) for word in of_text if word.upos == part and word.lemma in own]
    rows += [(event.trigger.row, f"{event.kind}.{event.mode}", text) for text, events in enumerate(marked) for event in events]
    rows = [row for row in rows if row[1] in names]
    return task(vectors[[row for row, *_ in rows]], [names.index(name) for _, name, _ in rows], [text for *_, text in rows])


def mode_names(found, marked):
    """`TYPE.mode` of every mode that has examples enough, and `TYPE.` for none."""
    counts = {}
    for *_, label, mode in found:
        counts[f"{label}.{mode}"] = counts.get(f"{label}.{mode}", 0) + 1
    for event in (event for events in marked for event in events):
        counts[f"{event.kind}.{event.mode}"] = counts.get(f"{event.kind}.{event.mode}", 0) + 1
    enough = [name for name, count in counts.items() if count >= 5 and not name.startswith("-")]
    return sorted(set(enough) | {f"{kind}." for kind in TYPES}, key=lambda name: (TYPES.index(name.split(".")[0]), name))


def statuses(vectors, marked):
    rows = [(event.trigger.row, STATUSES.index(event.status), text) for text, events in enumerate(marked) for event in events]
    late = vectors[[row for row, *_ in rows], HIDDEN:]
    return task(late, [label for _, label, _ in rows], [text for *_, text in rows])


def ancestors(word, by_number, most):
    """The numbers of a word and of those above it, at most so many."""
    path = [word.number]
    while len(path) < most and by_number.get(path[-1]) is not None and by_number[path[-1]].head is not None:
        path.append(by_number[path[-1]].head)
    return path


def steps(one, other, by_number):
    """How many steps the tree has between two words, at most STEPS."""
    up, down = ancestors(one, by_number, STEPS), ancestors(other, by_number, STEPS)
    meeting = [i + down.index(number) for i, number in enumerate(up) if number in down]
    return min([STEPS, *meeting])


def features(trigger, party, by_number):
    """On which side and how far away a party stands, in words and in steps."""
    out = np.zeros(FEATURES, dtype=np.float32)
    far = abs(party.number - trigger.number)
    bucket = sum(far > reach for reach in REACHES)
    out[bucket + (len(REACHES) + 1) * (party.number > trigger.number)] = 1
    out[2 * (len(REACHES) + 1) + steps(trigger, party, by_number) - 1] = 1
    return out


def pairs(vectors, marked, marked_words):
    """Each trigger with each word of its sentence that may name a party: the role of that word."""
    x, y, texts = [], [], []
    for text, (events, of_text) in enumerate(zip(marked, marked_words)):
        by_number = {word.number: word for word in of_text}
        for event in events:
            for word in of_text:
                if word.sentence != event.trigger.sentence or word.upos not in PARTIES or word.row == event.trigger.row:
                    continue
                role = 1 if word in event.actors else 2 if word in event.recipients else 0
                x.append(np.concatenate([vectors[event.trigger.row], vectors[word.row], features(event.trigger, word, by_number)]))
                y.append(role)
                texts.append(text)
    return task(np.array(x).reshape(-1, 2 * VECTOR + FEATURES), y, texts)
