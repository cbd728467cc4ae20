"""Gold CoNLL-U and its raw texts to lines {"text", "ends"} for `boundary_features`.

    python3 prepare.py X.conllu X.jsonl > X.ends.jsonl

`ends` are the byte offsets in UTF-8 behind the last character of each sentence.
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


def main(conllu, jsonl):
    with open(jsonl, encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    for key, sentences in documents(conllu):
        text = texts[key]
        print(json.dumps({"text": text, "ends": ends(text, sentences)}, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
