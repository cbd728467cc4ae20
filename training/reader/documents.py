"""Articles with their words and what annotators marked on them, read from the data folder."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from . import conllu, features, spans, tokenize

ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
POSSESSIVE = re.compile(r"\s*['’][sS]?$")

KINDS = ("person", "organization", "place", "event", "object", "other")
FOLD = {"election": "event", "weapon": "object", "military_platform": "object", "facility": "place",
        "misc": "other", "abstract": "other", "nationality": "other", "document_reference": "other",
        "substance": "other", "animal": "other", "plant": "other"}
NO_NAMES = ("time", "temporal", "quantity", "money")
ANNOTATED = {"uner": ("person", "organization", "place"), "gum": KINDS, "crossner": ("person", "organization", "place", "event", "other"),
             "re3d": ("person", "organization", "place", "object", "other")}
"""The kinds each set marks; a word it leaves unmarked may still be a name of another kind."""


@dataclass
class Document:
    """One article. `sentences` are (first, last + 1) word spans, the annotators' where there are any, else the rules'."""

    id: str
    text: str
    forms: list
    starts: list
    ends: list
    sentences: list
    rule_starts: set
    corpus: str
    layers: dict = field(default_factory=dict)

    def gaps(self):
        return [self.text[max(e, 0):s] for e, s in zip([0, *self.ends], self.starts)]

    def words_of(self, start, end):
        return spans.to_words(self.starts, self.ends, start, end)

    def chars_of(self, first, last):
        return self.starts[first], self.ends[last - 1]


def read_jsonl(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def from_text(key, text, corpus):
    """A document cut by the plain tokenizer."""
    places = tokenize.words(text)
    starts = tokenize.sentence_starts(text, places)
    edges = sorted(starts | {0}) + [len(places)]
    return Document(key, text, [text[a:b] for a, b in places], [a for a, _ in places], [b for _, b in places],
                    [(a, b) for a, b in zip(edges, edges[1:]) if a < b], starts, corpus)


def rule_starts(text, word_starts):
    """The rules' sentence starts carried over to other words."""
    places = tokenize.words(text)
    chars = sorted(places[n][0] for n in tokenize.sentence_starts(text, places))
    out, at = set(), 0
    for number, start in enumerate(word_starts):
        if at < len(chars) and start >= chars[at]:
            out.add(number)
            while at < len(chars) and start >= chars[at]:
                at += 1
    return out


def treebank(data, name, split):
    """Documents of `ewt` or `gum` with syntax."""
    texts = {row["id"]: row for row in read_jsonl(data / f"syntax/{name}-{split}.jsonl")}
    docs = []
    for key, parsed in conllu.read(data / f"syntax/{name}-{split}.conllu").items():
        text = texts[key]["text"]
        places = conllu.place(parsed, text)
        starts, ends = [a for a, _ in places], [b for _, b in places]
        rows, sentences = [], []
        for sentence in parsed:
            base = len(rows)
            sentences.append((base, base + len(sentence.rows)))
            rows += [word_row(cols, base) for cols in sentence.rows]
        doc = Document(key, text, [row[0] for row in rows], starts, ends, sentences, rule_starts(text, starts), name)
        doc.layers["syntax"] = rows
        doc.layers["tokens"] = [(base + first, count, form) for (base, _), s in zip(sentences, parsed) for first, count, form in s.tokens]
        doc.layers["genre"] = texts[key].get("genre")
        docs.append(doc)
    return docs


def word_row(cols, base):
    """(form, lemma, upos, xpos, feats, head or -1, relation) with the head as a word of the document."""
    head = int(cols[6])
    return cols[1], cols[2], cols[3], cols[4], cols[5], base + head - 1 if head else -1, cols[7]


def add_names(doc, row, corpus):
    """Names as word spans under the unified kinds, in the program's convention: no article, no possessive."""
    found = []
    for entity in row["entities"]:
        if entity.get("form", "name") != "name" or entity["kind"] in NO_NAMES:
            continue
        start, end = trim(row["text"], entity["start"], entity["end"])
        words = doc.words_of(start, end)
        if words:
            found.append((*words, KINDS.index(FOLD.get(entity["kind"], entity["kind"]))))
    doc.layers["names"] = (corpus, spans.flatten(found))


def trim(text, start, end):
    article = ARTICLE.match(text[start:end])
    if article and article.end() < end - start:
        start += article.end()
    possessive = POSSESSIVE.search(text[start:end])
    if possessive and possessive.start() > 0:
        end = start + possessive.start()
    return start, end


def add_statements(doc, statements, convention):
    """Statements as (content parts, cue parts, source parts) in words."""
    def words(parts):
        return [w for part in parts or [] if (w := doc.words_of(part["start"], part["end"]))]

    doc.layers["statements"] = (convention, [
        (words(s["content"]), words(s.get("cue")), words(s.get("source"))) for s in statements])


def add_coreference(doc, row):
    """Mentions as (first, last + 1, head, form, kind, cluster)."""
    found = []
    for cluster, mentions in enumerate(row["clusters"]):
        for m in mentions:
            words = doc.words_of(m["start"], m["end"])
            head = doc.words_of(m["head"]["start"], m["head"]["end"])
            if words and head:
                found.append((*words, head[0], m["form"], m["kind"], cluster))
    doc.layers["coreference"] = sorted(found, key=lambda m: (m[0], -m[1]))


def load(data, split):
    """All documents of the split, `train` or `dev`, by set."""
    data = Path(data)
    ewt, gum = treebank(data, "ewt", split), treebank(data, "gum", split)
    by_id = {doc.id: doc for doc in ewt + gum}
    for row in read_jsonl(data / f"entities/uner-{split}.jsonl"):
        add_names(by_id[row["id"]], row, "uner")
    if split == "train":
        for row in read_jsonl(data / "entities/gum_derived-train.jsonl"):
            add_names(by_id[row["id"]], row, "gum")
    for row in read_jsonl(data / f"statements/gum-{split}.jsonl"):
        add_statements(by_id[row["id"]], row["statements"], "gum")
    for row in read_jsonl(data / f"coref/gum-{split}.jsonl"):
        add_coreference(by_id[row["id"]], row)
    sets = {"ewt": ewt, "gum": gum, "polnear": polnear(data, split), "names": []}
    for name in ("crossner", "re3d"):
        for row in read_jsonl(data / f"entities/{name}-{split}.jsonl"):
            doc = from_text(row["id"], row["text"], name)
            add_names(doc, row, name)
            sets["names"].append(doc)
    return sets


def polnear(data, split):
    """One document an article and annotator."""
    docs = []
    for row in read_jsonl(data / f"statements/polnear-{split}.jsonl"):
        annotators = row["annotators"] if split == "train" else row["annotators"][:1]
        for annotator in annotators:
            doc = from_text(row["id"], row["text"], "polnear")
            add_statements(doc, [s for s in row["statements"] if s.get("annotator") == annotator], "polnear")
            docs.append(doc)
    return docs


def paragraph_starts(doc):
    return {n for n, gap in enumerate(doc.gaps()) if n == 0 or "\n" in gap}


def word_features(doc):
    """Rows of (lead, case, quote, paragraph) for every word, as `features` defines them."""
    breaks = paragraph_starts(doc)
    lead = features.leads(doc.gaps(), doc.rule_starts)
    quote = features.quote_flags(doc.forms, breaks)
    paragraph, rows = -1, []
    for number, form in enumerate(doc.forms):
        paragraph += number in breaks
        rows.append((lead[number], features.case_class(form), quote[number], features.paragraph_bucket(paragraph)))
    return rows
