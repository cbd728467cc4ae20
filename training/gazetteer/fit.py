#!/usr/bin/env python3
"""Fits the weights by which candidates of a name are chosen.

    annals explain --json -f geovirus.jsonl > explained.jsonl
    fit.py geovirus.jsonl explained.jsonl ../../data/gazetteer/weights.tsv [--write]

A conditional logit: of the candidates of a name that has any within 161 km of the gold point, the likelihood of those is raised.
Names count once a text. Prominence and neighbours are held, the other weights are drawn to those of the table, which are set by reasoning, by a square penalty; so what the
texts say nothing about stays. Without --write it prints the weights and the share of names right before and after.
Texts: GeoVirus (Wikinews, CC BY 2.5), of which only the weights are shipped.
"""

import json
import math
import pathlib
import sys

NEAR = 161.0
# What counts otherwise in local news, of which these texts are none: prominence, and neighbours.
HELD = {"size", "capital", "seat", "near", "shared-division", "division-spoken-of"}
PULL = 0.02
STEPS = 400
RATE = 0.05


def distance(a, b):
    lat1, lon1, lat2, lon2 = map(math.radians, (a["lat"], a["lon"], b["lat"], b["lon"]))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * math.asin(min(1, math.sqrt(h)))


def table(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")] + ["feature\tweight"]
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return head, {name: float(weight) for name, weight in rows}


def choices(gold, explained):
    """For each name of each text its candidates, as features by name, and whether each is right."""
    found = []
    for line, out in zip(gold.open(encoding="utf-8"), explained.open(encoding="utf-8")):
        text, seen = json.loads(line), set()
        spots = {(p["start"], p["end"]): p for p in text["places"] if p.get("lat") is not None}
        for place in json.loads(out)["places"]:
            want = spots.get((place["start"], place["end"]))
            name = text["text"][place["start"]:place["end"]]
            if want is None or len(place["candidates"]) < 2 or name in seen:
                continue
            seen.add(name)
            right = [distance(own, want) <= NEAR for own in place["candidates"]]
            if any(right):
                features = [{r["feature"]: r["value"] for r in own["reasons"]} for own in place["candidates"]]
                found.append((features, right))
    return found


def shares(features, weights):
    sums = [sum(weights[name] * value for name, value in own.items()) for own in features]
    most = max(sums)
    exps = [math.exp(own - most) for own in sums]
    return [own / sum(exps) for own in exps]


def fit(cases, prior):
    weights = dict(prior)
    for _ in range(STEPS):
        slope = {name: -PULL * len(cases) ** 0.5 * (weights[name] - prior[name]) for name in weights}
        for features, right in cases:
            have = shares(features, weights)
            total = sum(share for share, own in zip(have, right) if own)
            for own, share, is_right in zip(features, have, right):
                push = (share / total if is_right else 0) - share
                for name, value in own.items():
                    slope[name] += push * value
        for name in weights.keys() - HELD:
            weights[name] += RATE * slope[name] / len(cases) ** 0.5
    return weights


def accuracy(cases, weights):
    best = [right[max(range(len(right)), key=shares(features, weights).__getitem__)] for features, right in cases]
    return sum(best) / len(best)


def main():
    gold, explained, path = map(pathlib.Path, sys.argv[1:4])
    head, prior = table(path)
    cases = choices(gold, explained)
    weights = fit(cases, prior)
    print(f"{len(cases)} names, right before {accuracy(cases, prior):.4f}, after {accuracy(cases, weights):.4f}")
    lines = head + [f"{name}\t{weight:.2f}" for name, weight in weights.items()]
    print("\n".join(lines))
    if "--write" in sys.argv:
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
