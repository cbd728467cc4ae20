"""Lemmas by suffix rules and a table of exceptions, learned from the treebanks.

`lemma_rules.tsv`: XPOS, suffix, cut, add: of the rules of a word's Penn tag whose suffix ends the lower-cased form, the longest
gives the lemma: `cut` characters off its end, `add` put on. `lemmas.tsv`: lower-cased form, XPOS, lemma, where the rules would be wrong;
it is asked first. Proper nouns (NNP, NNPS), FW and ADD keep their case and start from the form as it stands.

python3 lemmas.py --data DATA --out FOLDER writes both and prints how often they are right.
"""

import argparse
from collections import Counter, defaultdict
from pathlib import Path

from reader import documents

CASED = ("NNP", "NNPS", "FW", "ADD", "GW")
LONGEST = 5
SHORT, SURE = 2, 0.75
"""A rule for a suffix longer than SHORT that overrides another must be right for this part of the training forms that end so."""
HEADER = "# {0}\n# From Universal Dependencies English EWT 2.16 (CC BY-SA 4.0) and GUM (CC BY 4.0), training parts; written by training/lemmas.py.\n"


def base(form, xpos):
    return form if xpos in CASED else form.lower()


def change(form, lemma):
    """(cut, add) that makes the lemma from the form, or None where they share no first letter."""
    same = 0
    while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
        same += 1
    return (len(form) - same, lemma[same:]) if same or not form else None


def words(docs):
    """(form, xpos, lemma) of all words that have a lemma."""
    return [(form, xpos, lemma) for doc in docs for form, lemma, _, xpos, *_ in doc.layers["syntax"] if lemma != "_"]


def learn_rules(found):
    """XPOS -> suffix -> (cut, add): a suffix has a rule where its commonest change is not that of the next shorter one."""
    counts = defaultdict(lambda: defaultdict(Counter))
    for (form, xpos, lemma), _ in Counter((base(f, x), x, l) for f, x, l in found).items():
        made = change(form, lemma)
        if made is not None:
            for size in range(min(LONGEST, len(form)) + 1):
                if made[0] <= max(size, 0) or size == 0 and made == (0, ""):
                    counts[xpos][form[len(form) - size:]][made] += 1
    rules = {}
    for xpos, suffixes in counts.items():
        chosen = rules[xpos] = {"": (0, "")}
        for suffix in sorted(suffixes, key=len):
            best, number = min(suffixes[suffix].items(), key=lambda item: (-item[1], item[0]))
            sure = number >= SURE * suffixes[suffix].total() or len(suffix) <= SHORT or apply(chosen, suffix) == (0, "")
            if suffix and number >= 2 and sure and best != apply(chosen, suffix):
                chosen[suffix] = best
    return rules


def apply(rules, form):
    """The change of the longest suffix that has a rule."""
    for size in range(min(LONGEST, len(form)), -1, -1):
        found = rules.get(form[len(form) - size:])
        if found is not None:
            return found
    return 0, ""


def by_rule(rules, form, xpos):
    form = base(form, xpos)
    cut, add = apply(rules.get(xpos, {}), form)
    return form[:len(form) - cut] + add


def learn_exceptions(found, rules):
    """(form, xpos) -> lemma, the commonest one, where the rules give another."""
    counts = defaultdict(Counter)
    for form, xpos, lemma in found:
        counts[base(form, xpos), xpos][lemma] += 1
    table = {}
    for (form, xpos), lemmas in counts.items():
        best, number = min(lemmas.items(), key=lambda item: (-item[1], item[0]))
        if best != by_rule(rules, form, xpos) and (number >= 2 or form.isalpha()):
            table[form, xpos] = best
    return table


def lemma(form, xpos, rules, table):
    return table.get((base(form, xpos), xpos)) or by_rule(rules, form, xpos)


def learn(data):
    found = words(documents.treebank(Path(data), "ewt", "train") + documents.treebank(Path(data), "gum", "train"))
    rules = learn_rules(found)
    return rules, learn_exceptions(found, rules)


def write(data, out):
    rules, table = learn(data)
    lines = [HEADER.format("Lemmas by suffix: the longest suffix of the tag counts.") + "xpos\tsuffix\tcut\tadd"]
    lines += [f"{x}\t{s}\t{cut}\t{add}" for x in sorted(rules) for s, (cut, add) in sorted(rules[x].items())]
    (Path(out) / "lemma_rules.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = [HEADER.format("Lemmas that the suffix rules would miss.") + "form\txpos\tlemma"]
    lines += [f"{f}\t{x}\t{l}" for (f, x), l in sorted(table.items())]
    (Path(out) / "lemmas.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return rules, table


def accuracy(docs, rules, table):
    found = words(docs)
    return sum(lemma(f, x, rules, table) == l for f, x, l in found) / len(found)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True)
    p.add_argument("--out", required=True)
    args = p.parse_args()
    rules, table = write(args.data, args.out)
    print(sum(map(len, rules.values())), "rules,", len(table), "exceptions")
    for name in ("ewt", "gum"):
        docs = documents.treebank(Path(args.data), name, "dev")
        print(f"{name} dev, gold tags: {100 * accuracy(docs, rules, table):.2f}; rules alone {100 * accuracy(docs, rules, {}):.2f}")


if __name__ == "__main__":
    main()
