"""Gold CoNLL-U and its raw texts to lines {"text", "ends"} for `boundary_features`.

    python3 prepare.py X.conllu X.jsonl > X.ends.jsonl
    python3 prepare.py X.conllu X.jsonl --titles > X.titles.jsonl

`ends` are the byte offsets in UTF-8 behind the last character of each sentence. With --titles, headlines are made
of the treebank's shorter sentences, one a paragraph, as the treebanks have too few to learn that capitals within
a headline begin no sentence.
"""

import json
import sys


def documents(path):
    """(id, surface tokens of each sentence) of every document."""
    docs, rows = [], []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                docs.append((line.partition("=")[2].strip(), []))
            elif not line and rows:
                docs[-1][1].append(surface(rows))
                rows = []
            elif line and line[0] != "#":
                rows.append(line.split("\t"))
    return docs


def surface(rows):
    forms, last = [], 0
    for cols in rows:
        first, _, final = cols[0].partition("-")
        if "." in first or not final and int(first) <= last:
            continue
        last = int(final) if final else last
        forms.append(cols[1])
    return forms


def ends(text, sentences):
    """Byte offsets of the sentences' ends."""
    at, found = 0, []
    for forms in sentences:
        for form in forms:
            at = text.index(form, at) + len(form)
        found.append(len(text[:at].encode()))
    return found


SMALL = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}


def title(words, number):
    """A headline of `words`: title case, sometimes capitals, sometimes with a label and a colon in front."""
    low = [word if word in SMALL and i else word[:1].upper() + word[1:] for i, word in enumerate(words)]
    text = " ".join(low).rstrip(".!")
    text = text.upper() if number % 5 == 4 else text
    if number % 4 == 1 and len(words) > 5:
        size = 1 + number // 4 % 3
        head, rest = (" ".join(part) for part in (text.split()[:size], text.split()[size:]))
        return f"{head}: {rest}" if number % 8 == 1 else f"{head} : {number * 7919 % 100000}"
    return text


def titles(text, found):
    """Paragraphs made of the sentences of a text, and their ends."""
    data, start, lines = text.encode(), 0, []
    for number, end in enumerate(found):
        words = data[start:end].decode().split()
        if 3 <= len(words) <= 14 and number % 3 == 0 and not any(c in " ".join(words[:-1]) for c in '.!?":;()'):
            lines.append(title(words, number))
        start = end
    stops, at = [], 0
    for line in lines:
        stops.append(at + len(line.encode()))
        at = stops[-1] + 2
    return "\n\n".join(lines), stops


def main(conllu, jsonl, *options):
    with open(jsonl, encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    for key, sentences in documents(conllu):
        text = texts[key]
        found = ends(text, sentences)
        if "--titles" in options:
            text, found = titles(text, found)
        print(json.dumps({"text": text, "ends": found}, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
