"""What coreference compares: facts about mentions, which earlier ones come into question, and what a pair has in common."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

FORMS = ("name", "nominal", "pronoun")
DETERMINERS = {"a": 1, "an": 1, "the": 2, "this": 3, "that": 3, "these": 3, "those": 3,
               "my": 4, "your": 4, "his": 4, "her": 4, "its": 4, "our": 4, "their": 4}
SENTENCE_EDGES, MENTION_EDGES = (0, 1, 2, 4, 8), (1, 2, 4, 8, 16, 32)
NEAR, SAME = 50, 2
"""How many last mentions are candidates, and how many farther ones with the same head or the same words."""
PAIR = len(FORMS) ** 2 + 6 + len(SENTENCE_EDGES) + len(MENTION_EDGES) + 5


@dataclass
class Mention:
    """`core`: its lower-cased words without leading determiner and possessive ending; `sentence`: number of its sentence."""

    first: int
    last: int
    head: int
    form: int
    sentence: int
    core: tuple
    head_word: str
    determiner: int

    @classmethod
    def of(cls, forms, first, last, head, form, sentence):
        words = [w.lower() for w in forms[first:last]]
        determiner = DETERMINERS.get(words[0], 0) if len(words) > 1 else 0
        core = words[1:] if determiner else words
        if len(core) > 1 and core[-1] in ("'s", "’s", "'", "’"):
            core = core[:-1]
        return cls(first, last, head, form, sentence, tuple(core), forms[head].lower(), determiner)

    def initials(self):
        return "".join(w[0] for w in self.core if w[0].isalnum())


def candidates(mentions):
    """For each mention the numbers of earlier ones: the last NEAR, then at most SAME farther ones of equal core and of equal head."""
    out, by_core, by_head = [], defaultdict(list), defaultdict(list)
    for number, m in enumerate(mentions):
        found = list(range(max(0, number - NEAR), number))
        if m.form != FORMS.index("pronoun"):
            far = {n for n in by_core[m.core][-SAME:] + by_head[m.head_word][-SAME:] if n < number - NEAR}
            found = sorted(far) + found
            by_core[m.core].append(number)
            by_head[m.head_word].append(number)
            for known in (by_core[m.core], by_head[m.head_word]):
                while len(known) > SAME and known[-1 - SAME] < number - NEAR:
                    known.pop(-1 - SAME)
        out.append(found)
    return out


def contains(longer, shorter):
    size = len(shorter)
    return size < len(longer) and any(longer[n:n + size] == shorter for n in range(len(longer) - size + 1))


def acronym(short, long):
    return len(short.core) == 1 and len(long.core) > 1 and len(short.core[0]) > 1 and short.core[0].replace(".", "") == long.initials()


def one_hot(value, edges):
    return [float(e <= value < up) for e, up in zip(edges, (*edges[1:], 10**9))]


def pair_features(mentions, number, other):
    """PAIR numbers for a mention and an earlier one."""
    m, e = mentions[number], mentions[other]
    pair = [0.0] * len(FORMS) ** 2
    pair[m.form * len(FORMS) + e.form] = 1.0
    pronoun = FORMS.index("pronoun")
    nominal = m.form != pronoun and e.form != pronoun
    determiner = [0.0] * 5
    determiner[m.determiner] = 1.0
    same = [
        float(nominal and m.core == e.core),
        float(nominal and m.head_word == e.head_word),
        float(nominal and (contains(m.core, e.core) or contains(e.core, m.core))),
        float(nominal and (acronym(m, e) or acronym(e, m))),
        float(m.form == pronoun and e.form == pronoun and m.core == e.core),
        float(e.first < m.last and m.first < e.last),
    ]
    return (pair + same + one_hot(abs(m.sentence - e.sentence), SENTENCE_EDGES)
            + one_hot(number - other, MENTION_EDGES) + determiner)


def table(mentions):
    """Candidates as an array [mentions, most candidates], -1 where there are fewer, and the features of each pair."""
    found = candidates(mentions)
    width = max([1, *map(len, found)])
    index = np.full((len(mentions), width), -1, np.int64)
    values = np.zeros((len(mentions), width, PAIR), np.float32)
    for number, row in enumerate(found):
        for at, other in enumerate(row):
            index[number, at] = other
            values[number, at] = pair_features(mentions, number, other)
    return index, values


def clusters(antecedents):
    """Cluster number of each mention; `antecedents` holds an earlier mention or None."""
    out, count = [], 0
    for other in antecedents:
        if other is None:
            out.append(count)
            count += 1
        else:
            out.append(out[other])
    return out
