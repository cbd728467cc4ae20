"""Reading CoNLL-U."""

from dataclasses import dataclass, field


@dataclass
class Sentence:
    """`rows`: the columns of each word; `tokens`: (first word, number of words, form) of each surface token."""

    rows: list = field(default_factory=list)
    tokens: list = field(default_factory=list)


def read(path):
    """Sentences by document id, in file order."""
    docs, current, sentence, inside = {}, None, Sentence(), 0
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                current = docs.setdefault(line.partition("=")[2].strip(), [])
            elif not line:
                if sentence.rows:
                    current.append(sentence)
                sentence, inside = Sentence(), 0
            elif line[0] != "#":
                inside = take(sentence, line.split("\t"), inside)
    return docs


def take(sentence, cols, inside):
    """Add a line; returns how many words of the current multiword token are still to come."""
    if "." in cols[0]:
        return inside
    if "-" in cols[0]:
        first, last = map(int, cols[0].split("-"))
        sentence.tokens.append((len(sentence.rows), last - first + 1, cols[1]))
        return last - first + 1
    if not inside:
        sentence.tokens.append((len(sentence.rows), 1, cols[1]))
    sentence.rows.append(cols)
    return max(inside - 1, 0)


def place(sentences, text):
    """(start, end) of every word in the text; words of a multiword token share it out if their letters do."""
    spans, at = [], 0
    for sentence in sentences:
        for first, count, form in sentence.tokens:
            start, at = find(text, at, form)
            spans += share(sentence.rows[first:first + count], form, start, at)
    return spans


def find(text, at, form):
    """Where a form stands in the text from `at` on, white space inside and before it ignored."""
    while text[at].isspace():
        at += 1
    start = at
    for char in form:
        if char.isspace():
            continue
        while text[at].isspace():
            at += 1
        if text[at] != char:
            raise ValueError(f"{form!r} is not at {at}: {text[at:at + 20]!r}")
        at += 1
    return start, at


def share(rows, form, start, end):
    forms = [cols[1] for cols in rows]
    if len(forms) == 1 or "".join(forms) != form or end - start != len(form):
        return [(start, end)] * len(forms)
    out = []
    for part in forms:
        out.append((start, start + len(part)))
        start += len(part)
    return out
