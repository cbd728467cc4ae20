"""Score a checkpoint or an exported model on the development sets, on gold words where a set has them.

python3 evaluate.py --data DATA --base BASE --model FOLDER/last.pt --out FOLDER/dev
python3 evaluate.py --data DATA --base BASE --export EXPORT --out FOLDER/dev-int8

The answers are written to the folder as CoNLL-U and as article records, then given to the scorers of the data folder's neighbour `score`.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import torch

from reader import documents, windows as reader_windows
from reader.documents import KINDS
from reader.engine import Checkpoint, Exported
from reader.heads.coreference import runs
from reader.wordpiece import WordPiece

SHOWN = {
    "syntax": ("las_f1", "uas_f1", "upos_f1", "xpos_f1", "lasfull_f1", "sentences_f1"),
    "entities": ("f1", "p", "r", "norm_f1", "person_f1", "organization_f1", "place_f1"),
    "statements": ("source_f1", "cue_f1", "content_f1", "content_p", "content_r", "norm_content_f1", "match50_f1", "match80_f1",
                   "speaker50_acc", "direct50_recall", "mixed50_recall", "indirect50_recall"),
    "coref": ("all_lea_f1", "all_lea_p", "all_lea_r", "all_mention_f1", "named_lea_f1", "core_lea_f1", "linked_lea_f1", "all_head_lea_f1"),
}

NEAR_NEWS = ("news", "interview")


def split_sentences(windows, scores):
    """Sentences of a document by the head that finds their starts, given back to its windows."""
    for window, opens in zip(windows, scores):
        edges = [0, *[n for n in range(1, len(opens)) if opens[n] > 0], len(opens)]
        window.sentences = list(zip(edges, edges[1:]))
    windows[0].doc.sentences = [(w.first + a, w.first + b) for w in windows for a, b in w.sentences]


class Reading:
    """All results for one document, in words of the document."""

    def __init__(self, engine, doc, windows, convention="polnear", own_sentences=False):
        self.doc = doc
        words, heads = engine.words(windows), engine.heads
        if own_sentences:
            split_sentences(windows, heads["sentences"].decode(words, windows))
        self.tags = [row for part in heads["tags"].decode(words, windows) for row in part]
        self.tree = self.heads_of(heads["parse"].decode(words, windows), windows)
        self.names = [(a + w.first, b + w.first, k) for w, part in zip(windows, heads["names"].decode(words, windows)) for a, b, k in part]
        self.statements = [tuple(shift(role, w.first) for role in s)
                           for w, part in zip(windows, heads["attribution"].decode(words, windows, convention)) for s in part]
        self.mentions = [m for a, b in runs(windows) for m in heads["coreference"].decode(words, windows[a:b])]

    @staticmethod
    def heads_of(parts, windows):
        """(head word or -1, relation) of every word. Sentences cut by the window keep a root in each part."""
        out = []
        for window, part in zip(windows, parts):
            for first, last in window.sentences:
                out += [(window.first + first + head - 1 if head else -1, relation) for head, relation in part[first:last]]
        return out


def shift(role, by):
    if role is None:
        return None
    return [(a + by, b + by) for a, b in role] if isinstance(role, list) else (role[0] + by, role[1] + by)


def conllu(reading):
    """The document with the gold tokens, as lines."""
    doc, lines = reading.doc, [f"# newdoc id = {reading.doc.id}"]
    tokens = {first: (count, form) for first, count, form in doc.layers["tokens"]}
    for first, last in doc.sentences:
        roots = [n for n in range(first, last) if not first <= reading.tree[n][0] < last]
        for n in range(first, last):
            count, form = tokens.get(n, (1, ""))
            if count > 1:
                lines.append("\t".join([f"{n - first + 1}-{n - first + count}", form, *"________"]))
            head, relation = reading.tree[n]
            head = head - first + 1 if n not in roots else 0 if n == roots[0] else roots[0] - first + 1
            upos, xpos, feats = reading.tags[n]
            lines.append("\t".join([str(n - first + 1), doc.forms[n], "_", upos, xpos, feats, str(head), relation, "_", "_"]))
        lines.append("")
    return lines


def span(doc, part):
    start, end = doc.chars_of(*part)
    return {"start": start, "end": end}


def names_record(reading):
    doc = reading.doc
    entities = [{"kind": KINDS[k], "mentions": [{**span(doc, (a, b)), "form": "name"}]} for a, b, k in reading.names]
    return {"article": {"key": doc.id, "text": doc.text}, "entities": entities}


def statements_record(reading):
    doc = reading.doc
    rows = [{"content": [span(doc, part) for part in content], "cue": cue and span(doc, cue), "speaker": source and span(doc, source)}
            for content, cue, source in reading.statements]
    return {"article": {"key": doc.id, "text": doc.text}, "statements": rows}


def chains_record(reading):
    doc, chains = reading.doc, {}
    for first, last, _, form, kind, cluster in reading.mentions:
        chains.setdefault(cluster, []).append(({**span(doc, (first, last)), "form": form}, kind))
    entities = [{"kind": chain[0][1], "mentions": [m for m, _ in chain]} for chain in chains.values()]
    return {"article": {"key": doc.id, "text": doc.text}, "entities": entities}


TASKS = (
    ("ewt syntax", "syntax", "syntax/ewt-dev.conllu", "ewt", conllu),
    ("gum syntax", "syntax", "syntax/gum-dev.conllu", "gum", conllu),
    ("uner names", "entities", "entities/uner-dev.jsonl", "ewt", names_record),
    ("crossner names", "entities", "entities/crossner-dev.jsonl", "crossner", names_record),
    ("re3d names", "entities", "entities/re3d-dev.jsonl", "re3d", names_record),
    ("polnear statements", "statements", "statements/polnear-dev.jsonl", "polnear", statements_record),
    ("gum statements", "statements", "statements/gum-dev.jsonl", "gum", statements_record),
    ("gum statements, own convention", "statements", "statements/gum-dev.jsonl", "gum own", statements_record),
    ("gum coreference", "coref", "coref/gum-dev.jsonl", "gum", chains_record),
    ("ewt syntax, sentences found", "syntax", "syntax/ewt-dev.conllu", "ewt found", conllu),
    ("gum syntax, sentences found", "syntax", "syntax/gum-dev.conllu", "gum found", conllu),
)


def read_all(engine, docs, tokenizer, **options):
    return [Reading(engine, doc, reader_windows.windows(doc, tokenizer, reader_windows.READING), **options) for doc in docs]


def write(path, readings, make):
    rows = [make(r) for r in readings]
    lines = [line for row in rows for line in row] if make is conllu else [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def score(folder, task, gold, system):
    done = subprocess.run([sys.executable, str(folder / "score.py"), task, str(gold), str(system), "--json"],
                          check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def narrow(gold, ids, path):
    """The gold file with only some documents, written to `path`."""
    text = gold.read_text(encoding="utf-8")
    if gold.suffix == ".conllu":
        blocks = text.split("# newdoc id = ")[1:]
        path.write_text("".join("# newdoc id = " + b for b in blocks if b.partition("\n")[0].strip() in ids), encoding="utf-8")
    else:
        path.write_text("".join(line + "\n" for line in text.splitlines() if json.loads(line)["id"] in ids), encoding="utf-8")
    return path


def score_near_news(scorers, task, gold, readings, make, stem):
    """The score on the news and interviews alone, where the set has genres."""
    part = [r for r in readings if r.doc.layers.get("genre") in NEAR_NEWS]
    suffix = gold.suffix
    write(stem.with_name(stem.name + "-news" + suffix), part, make)
    kept = narrow(gold, {r.doc.id for r in part}, stem.with_name(stem.name + "-news-gold" + suffix))
    return score(scorers, task, kept, stem.with_name(stem.name + "-news" + suffix))


def readings_of(engine, data, tokenizer, only):
    """Readings under the names that TASKS uses."""
    sets = documents.load(data, "dev")
    sets["crossner"], sets["re3d"] = ([d for d in sets["names"] if d.corpus == c] for c in ("crossner", "re3d"))
    wanted = {part for name, _, _, part, _ in TASKS if only is None or only in name}
    for name in sorted(wanted):
        corpus, _, how = name.partition(" ")
        options = {"own": {"convention": "gum"}, "found": {"own_sentences": True}}.get(how, {})
        yield name, read_all(engine, sets[corpus], tokenizer, **options)


def show(name, task, found):
    print(name, " ".join(f"{k} {100 * found[k]:.2f}" for k in SHOWN[task]), flush=True)


def evaluate(engine, data, tokenizer, out, scorers, only=None):
    """All scores by the name of the task."""
    out.mkdir(parents=True, exist_ok=True)
    results = {}
    for part, readings in readings_of(engine, data, tokenizer, only):
        for name, task, gold, source, make in TASKS:
            if source != part or only is not None and only not in name:
                continue
            stem = out / name.replace(",", "").replace(" ", "-")
            path = stem.with_suffix(".conllu" if make is conllu else ".jsonl")
            write(path, readings, make)
            results[name] = score(scorers, task, Path(data) / gold, path)
            show(name, task, results[name])
            if name in ("gum syntax", "gum statements", "gum coreference"):
                results[name + ", news and interviews"] = score_near_news(scorers, task, Path(data) / gold, readings, make, stem)
                show(name + ", news and interviews", task, results[name + ", news and interviews"])
    return results


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True)
    p.add_argument("--base", required=True)
    p.add_argument("--model")
    p.add_argument("--export")
    p.add_argument("--out", required=True)
    p.add_argument("--only", help="tasks whose name holds this")
    args = p.parse_args()
    torch.set_num_threads(1)
    engine = Exported(args.export) if args.export else Checkpoint(args.model)
    tokenizer = engine.tokenizer if args.export else WordPiece.load(Path(args.base) / "vocab.txt")
    results = evaluate(engine, args.data, tokenizer, Path(args.out), Path(args.data).parent / "score", args.only)
    (Path(args.out) / "scores.json").write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
