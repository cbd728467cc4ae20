"""`parity.jsonl`: a few sentences of our own writing with everything on the way from words to results, to test a reader of the export.

One object a text: `text`; `words` with [start, end) in code points, `sentences`, `rule_starts`; per window `first`, `last` (words), `ids`, `features`
(lead, case, quote, paragraph of each piece), `starts` (first piece of each word), `hidden` (first 8 values of the first piece of each word);
`scores`: raw scores of the heads for the first word(s); and the decoded results. Floats are rounded to 4 places.
"""

import json
from pathlib import Path

import numpy as np
import torch

import evaluate
from reader import documents, windows
from reader.batch import Batch, pad
from reader.engine import Exported

TEXTS = (
    "Varesh's prime minister said on Tuesday that she won't sign the treaty.\n\n"
    "“We have been here before,” Ilana Brodt told reporters in Port Almeda. “The ministry knows it.”\n\n"
    "Two officials, who declined to be named, disagreed; the Kestrian Red Star did not reply.",
    'Mr. Teodor Lasz, 41, left. He "had no choice", according to his lawyer.',
    "THE FLOOD-HIT TOWN OF ÖSTERVIK GOT $4.5M IN AID, 3 TIMES MORE THAN IN 2019.",
    "Why?",
)


def rounded(array):
    return np.round(np.asarray(array, np.float64), 4).tolist()


def window_row(engine, window):
    hidden = engine.hidden(window)[window.starts]
    return {"first": window.first, "last": window.last, "ids": window.ids.tolist(), "features": window.features.tolist(),
            "starts": window.starts.tolist(), "sentences": [[int(a), int(b)] for a, b in window.sentences],
            "embedded": rounded(engine.embed(window)[:, :8]), "hidden": rounded(hidden[:, :8])}


@torch.no_grad()
def head_scores(engine, found):
    """Raw scores of the first window's words: all of every head that scores words, and the arcs and label edges of its first sentence."""
    words = engine.words(found[:1])
    heads, batch = engine.heads, Batch(found[:1])
    index, mask = pad(batch.sentences()[:1])
    names = heads["names"].scores(words, torch.zeros(len(words), dtype=torch.long))
    attribution = heads["attribution"]
    x = attribution.project(words, torch.zeros(len(words), dtype=torch.long))
    form, kind = heads["coreference"].detect(words)
    left, right = heads["coreference"].edges(words, index, mask)
    arcs = heads["parse"].arcs(words, index, mask)[0]
    best = arcs.argmax(-1)[None]
    return {"tags": rounded(heads["tags"].out(words)[:2]), "sentences": rounded(heads["sentences"].out(words)[:, 0]), "names": rounded(names),
            "attribution": rounded(attribution.out(x)), "arcs": rounded(arcs), "best_arcs": best[0].tolist(),
            "labels": rounded(heads["parse"].labels(words, index, best)[0][:2]),
            "mention_form": rounded(form), "mention_kind": rounded(kind[:2]), "left": rounded(left[0]), "right": rounded(right[0])}


def row(engine, number, text):
    doc = documents.from_text(f"parity-{number}", text, "own")
    found = windows.windows(doc, engine.tokenizer, windows.READING)
    reading = evaluate.Reading(engine, doc, found)
    return {"id": doc.id, "text": text, "words": list(map(list, zip(doc.starts, doc.ends))), "sentences": doc.sentences,
            "rule_starts": sorted(doc.rule_starts), "windows": [window_row(engine, w) for w in found], "scores": head_scores(engine, found),
            "tags": reading.tags, "tree": reading.tree, "names": reading.names, "statements": reading.statements,
            "mentions": [list(m) for m in reading.mentions]}


def write(folder):
    engine = Exported(folder)
    lines = [json.dumps(row(engine, n, text), ensure_ascii=False, default=int) for n, text in enumerate(TEXTS)]
    (Path(folder) / "parity.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
