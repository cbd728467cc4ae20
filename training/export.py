"""Write a trained model for the program.

python3 export.py --model FOLDER/last.pt --base BASE --data DATA --out EXPORT [--scores FOLDER/dev/scores.json …]

The folder gets: `reader.safetensors` (embeddings, layers in int8, heads), `reader.json` (everything else a reader of these
needs), `vocab.txt`, `lemmas.tsv`, `lemma_rules.tsv`, `parity.jsonl` and `CARD.md`. README.md, "What the export holds", is
its description.
"""

import argparse
import hashlib
import json
import unicodedata
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file

import card
import lemmas
import parity
from reader import documents, encoder, features, int8, mentions, model as reader_model, windows, wordpiece
from reader.batch import Batch
from reader.documents import KINDS
from reader.heads import attribution, coreference, names, tags

SCRIPTS = ("LATIN", "DIGIT", "GREEK SMALL", "SUPERSCRIPT", "SUBSCRIPT")


def kept_piece(piece):
    """Whether a piece of the base vocabulary can occur in English news: special, or Latin letters, digits and marks."""
    if piece.startswith("[unused"):
        return False
    if piece in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"):
        return True
    return all(ord(c) < 0x250 or not c.isalpha() or unicodedata.name(c, "").startswith(SCRIPTS) for c in piece.removeprefix("##"))


def int8_rows(matrix):
    """Rows as int8 with a scale each."""
    scale = np.maximum(np.abs(matrix).max(1), 1e-8) / 127
    return np.rint(matrix / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def embeddings(state, rows):
    word, scale = int8_rows(state["encoder.embeddings.word.weight"][rows])
    out = {"embeddings.word": word, "embeddings.word_scale": scale,
           "embeddings.position": state["encoder.embeddings.position.weight"][:windows.LENGTH].astype(np.float16),
           "embeddings.norm.weight": state["encoder.embeddings.norm.weight"], "embeddings.norm.bias": state["encoder.embeddings.norm.bias"]}
    for name in features.NAMES:
        out[f"embeddings.{name}"] = state[f"encoder.embeddings.features.{name}.weight"].astype(np.float16)
    return out


def heads(state):
    return {name: value.astype(np.float16) for name, value in state.items() if name.startswith("heads.")}


def spec(labels, tensors, sizes):
    """`reader.json`: labels, features and constants, with the shape of every tensor."""
    return {
        "format": "annals-reader/1",
        "hidden": encoder.HIDDEN, "layers": encoder.LAYERS, "window": windows.LENGTH,
        "max_pieces_a_word": wordpiece.MAX_PIECES, "max_part_chars": wordpiece.MAX_PART,
        "layer_norm_epsilon": int8.EPSILON,
        "features": {"order": list(features.NAMES), "sizes": features.SIZES,
                     "lead": ["none", "glued", "spaced", "sentence", "paragraph"],
                     "case": ["none", "lower", "title", "upper", "mixed", "digits", "other"],
                     "quote": ["none", "outside", "inside", "mark"],
                     "quote_marks": {"opening": features.OPENING, "closing": features.CLOSING, "toggling": features.TOGGLING},
                     "paragraph": ["none", "0", "1", "2-3", "4-7", "8+"]},
        "labels": labels,
        "tags": {"columns": tags.COLUMNS, "sizes": [len(labels[c]) for c in tags.COLUMNS]},
        "names": {"kinds": KINDS, "labels": ["O"] + [f"{p}-{k}" for k in KINDS for p in "BI"], "convention": 0},
        "attribution": {"layers": attribution.LAYERS, "labels": ["O", "B", "I"], "links": attribution.LINKS,
                        "conventions": attribution.CONVENTIONS, "convention": attribution.CONVENTIONS["polnear"],
                        "distance_buckets": attribution.BUCKETS},
        "coreference": {"forms": ["none", *mentions.FORMS], "kinds": coreference.KINDS, "near": mentions.NEAR, "same": mentions.SAME,
                        "determiners": mentions.DETERMINERS, "pair_features": mentions.PAIR,
                        "sentence_edges": mentions.SENTENCE_EDGES, "mention_edges": mentions.MENTION_EDGES},
        "tensors": {name: {"shape": list(t.shape), "type": str(t.dtype)} for name, t in sorted(tensors.items())},
        "files": sizes,
    }


def input_ranges(model, data, tokenizer):
    """For each layer the greatest input of every channel of its linear modules, over some training windows of every set."""
    docs = [doc for part in documents.load(data, "train").values() for doc in part[:12]]
    ranges = [{} for _ in range(encoder.LAYERS)]

    def watch(number, module):
        def hook(_, inputs):
            seen = inputs[0].abs().amax((0, 1)).numpy()
            ranges[number][module] = np.maximum(ranges[number].get(module, 0), seen)
        return hook

    hooks = [getattr(layer, module).register_forward_pre_hook(watch(number, module))
             for number, layer in enumerate(model.encoder.layers.layers) for module in ("query", "output", "inner", "outer")]
    with torch.no_grad():
        for doc in docs:
            for window in windows.windows(doc, tokenizer)[:2]:
                model.words(Batch([window]))
    for hook in hooks:
        hook.remove()
    return ranges


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def export(args):
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    model, checkpoint = reader_model.load(args.model)
    state = {k: v.float().numpy() for k, v in model.state_dict().items()}
    vocab = (Path(args.base) / "vocab.txt").read_text(encoding="utf-8").splitlines()
    rows = [n for n, piece in enumerate(vocab) if kept_piece(piece)]
    (out / "vocab.txt").write_text("\n".join(vocab[n] for n in rows) + "\n", encoding="utf-8")
    smooth = int8.smoothing(state, input_ranges(model, args.data, wordpiece.WordPiece(vocab)))
    tensors = embeddings(state, rows) | int8.layers(state, smooth) | heads(state)
    save_file(tensors, str(out / "reader.safetensors"))
    lemmas.write(args.data, out)
    shipped = ("reader.safetensors", "vocab.txt", "lemmas.tsv", "lemma_rules.tsv")
    sizes = {name: {"bytes": (out / name).stat().st_size, "sha256": sha256(out / name)} for name in shipped}
    (out / "reader.json").write_text(json.dumps(spec(checkpoint["labels"], tensors, sizes), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    parity.write(out)
    card.write(out, checkpoint, [Path(p) for p in args.scores], sum(s["bytes"] for s in sizes.values()))
    print({name: s["bytes"] for name, s in sizes.items()}, "total", sum(s["bytes"] for s in sizes.values()))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--model", required=True)
    p.add_argument("--base", required=True)
    p.add_argument("--data", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--scores", nargs="*", default=[], help="scores.json files to name in the card")
    torch.set_num_threads(1)
    export(p.parse_args())


if __name__ == "__main__":
    main()
