"""What annals exports, read back by others: DuckDB, pandas, pyarrow, a strict reader of TSV, Frictionless.

Every table must be the same whoever reads it, and the records must be those that `annals read` gives. The articles are the examples and a
few of hostile cells: formulas, quotes, tabs, line breaks, NUL, emoji, letters that run from right to left.
"""

import csv
import datetime
import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import duckdb
import pandas
import pyarrow.parquet
from frictionless import Package

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("ANNALS", ROOT / "target/release/annals"))

HOSTILE = [
    {"id": "=1+1", "title": '=HYPERLINK("http://tarn.example";"x")', "source": "+44 Courier", "text": "=SUM(A1) rose. “-5 degrees,” Ann Lee said."},
    {"id": "@a,b", "title": 'He said "no", twice', "text": "Over 300 people\tleft.\n\n“It is late,\r\nvery late,” said Dovan Kreel.\n'=1 and -1."},
    {"id": "'=x", "title": "NA", "source": "-5", "text": "Null \0 here. \0“The river rose,” Ann Lee said on 3 March 2024. NULL, null and NaN."},
    {"id": "\\N", "title": "عنوان", "text": "قالت آن لي إن النهر ارتفع. “😀🇺🇳 אבג,” Ann Lee said. \\t is no tab, \\n no break; a | b."},
    {"id": "\u202e#", "title": " ", "byline": ["=1", 'O"Neil, A.']  , "text": "\ufeff# no comment\u2028﻿line\x85end\x0bv. “Yes,” Ann Lee said."},
]


def annals(*arguments):
    run = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, check=False)
    if run.returncode not in (0, 1):
        raise AssertionError(run.stderr.decode())
    return run.stdout.decode()


def lines(text):
    return [json.loads(line) for line in text.split("\n") if line]


def plain(value):
    """A cell as the JSON Lines have it."""
    if isinstance(value, (datetime.date, pandas.Timestamp)):
        return str(value)[:10]
    if isinstance(value, (list, tuple)) or type(value).__name__ == "ndarray":
        return [plain(item) for item in value]
    if value is None or value is pandas.NA or value is pandas.NaT or value != value:
        return None
    return value.item() if hasattr(value, "item") else value


def typed(text, holds):
    """A cell of text by its type in datapackage.json."""
    if text is None or text == "":
        return None
    if holds == "integer":
        return int(text)
    if holds == "number":
        return float(text)
    if holds == "boolean":
        return {"true": True, "false": False}[text]
    return json.loads(text) if holds == "array" else text


def unguarded(text):
    """As docs/export.md says it."""
    return text[1:] if text and re.match(r"'+[=+\-@\t\r\n＝＋－＠]", text) else text


def unescaped(cell):
    return re.sub(r"\\(.)", lambda match: {"t": "\t", "n": "\n", "r": "\r", "0": "\0", "\\": "\\"}[match[1]], cell)


class ReadBack(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        folder = Path(cls.temporary.name)
        hostile = folder / "hostile.jsonl"
        hostile.write_text("".join(json.dumps(article) + "\n" for article in HOSTILE))
        cls.inputs = [ROOT / "examples", hostile]
        annals("add", folder / "a.annals", *cls.inputs)
        cls.out = folder / "out"
        formats = "csv,tsv,jsonl,json,parquet,records,annotations"
        annals("export", folder / "a.annals", "-o", cls.out, "--format", formats, "--date", "2026-01-02")
        cls.package = json.loads((cls.out / "datapackage.json").read_text())
        cls.tables = {}
        cls.types = {}
        for resource in cls.package["resources"]:
            name, suffix = resource["path"].split(".", 1)
            if suffix == "csv":
                cls.tables[name] = lines((cls.out / f"{name}.jsonl").read_text())
                cls.types[name] = {field["name"]: field["type"] for field in resource["schema"]["fields"]}

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def same(self, table, rows, nul="\0"):
        """Rows are those of the JSON Lines; an empty text counts as null where a format has one word for both."""
        known = [[value or None if isinstance(value, str) else value for value in row.values()] for row in self.tables[table]]
        known = json.loads(json.dumps(known).replace("\\u0000", json.dumps(nul)[1:-1]))
        self.assertEqual(len(rows), len(known), table)
        for row, expected in zip(rows, known):
            self.assertEqual(row, expected, table)

    def test_there_is_something_to_read(self):
        for table in ["articles", "sentences", "statements", "figures", "times", "entities", "mentions"]:
            self.assertTrue(self.tables[table], table)
        titles = {row["title"] for row in self.tables["articles"]}
        self.assertTrue({article["title"] for article in HOSTILE[:4]} <= titles)
        self.assertTrue(any("\0" in row["text"] for row in self.tables["sentences"]))

    def test_the_array_is_the_lines(self):
        for table, rows in self.tables.items():
            self.assertEqual(json.loads((self.out / f"{table}.json").read_text()), rows)

    def test_pandas_reads_json_lines(self):
        for table, rows in self.tables.items():
            frame = pandas.read_json(self.out / f"{table}.jsonl", lines=True, dtype=False)
            self.assertEqual(len(frame), len(rows), table)
            if rows:
                self.assertEqual(list(frame.columns), list(rows[0]))

    def parquet(self, table, rows, names):
        types = self.types[table]
        holds = pyarrow.parquet.read_schema(self.out / f"{table}.parquet")
        text = {name for name in names if types[name] == "array" and str(holds.field(name).type) == "string"}
        cell = lambda name, value: json.loads(value) if name in text and value is not None else plain(value)
        return [[(cell(name, value) or None) if isinstance(value, str) and name not in text else cell(name, value) for name, value in zip(names, row)] for row in rows]

    def test_parquet_by_pyarrow_duckdb_and_pandas(self):
        for table in self.tables:
            path = self.out / f"{table}.parquet"
            read = pyarrow.parquet.read_table(path)
            names = read.column_names
            self.assertEqual(names, list(self.types[table]))
            self.assertTrue(all(field.metadata[b"description"] for field in read.schema), table)
            self.same(table, self.parquet(table, [row.values() for row in read.to_pylist()], names))
            self.same(table, self.parquet(table, duckdb.sql(f"SELECT * FROM '{path}'").fetchall(), names))
            frame = pandas.read_parquet(path, dtype_backend="pyarrow")
            self.same(table, self.parquet(table, frame.astype(object).values.tolist(), names))

    def by_type(self, table, rows):
        types = list(self.types[table].values())
        return [[typed(unguarded(cell), holds) for cell, holds in zip(row, types)] for row in rows]

    def test_csv_by_python_pandas_and_duckdb(self):
        for table in self.tables:
            path = self.out / f"{table}.csv"
            with open(path, newline="", encoding="utf-8") as file:
                head, *rows = csv.reader(file, strict=True)
            self.assertEqual(head, list(self.types[table]))
            self.same(table, self.by_type(table, rows), nul="␀")
            frame = pandas.read_csv(path, dtype=str, keep_default_na=False)
            self.same(table, self.by_type(table, frame.values.tolist()), nul="␀")
            read = f"read_csv('{path}', header=true, all_varchar=true, delim=',', quote='\"', escape='\"')"
            self.same(table, self.by_type(table, duckdb.sql(f"SELECT * FROM {read}").fetchall()), nul="␀")

    def test_no_cell_of_csv_is_a_formula(self):
        for table in self.tables:
            with open(self.out / f"{table}.csv", newline="", encoding="utf-8") as file:
                for row in csv.reader(file):
                    for cell in row:
                        self.assertFalse(re.match(r"[=+\-@\t\r\n]", cell) and not re.fullmatch(r"[-+]?\d+(\.\d+)?(e[-+]?\d+)?", cell), cell)

    def test_tsv_by_a_strict_reader(self):
        for table in self.tables:
            text = (self.out / f"{table}.tsv").read_bytes().decode()
            self.assertTrue(text.endswith("\n"))
            head, *rows = [line.split("\t") for line in text[:-1].split("\n")]
            self.assertTrue(all(len(row) == len(head) for row in rows), table)
            types = list(self.types[table].values())
            self.same(table, [[typed(unescaped(cell), holds) for cell, holds in zip(row, types)] for row in rows])

    def test_records_are_those_that_are_read(self):
        records = {record["article"]["id"]: record for record in lines((self.out / "records.jsonl").read_text())}
        # Of several versions of an article the last is exported.
        by_address = {record["article"]["uri"] or record["article"]["key"]: record for record in lines(annals("read", *self.inputs))}
        read = {record["article"]["id"]: record for record in by_address.values()}
        self.assertEqual(records, read)
        for kind in ["sentences", "statements", "events", "figures", "times", "places", "entities"]:
            self.assertEqual(len(self.tables[kind]), sum(len(record[kind]) for record in records.values()), kind)
        texts = {name: record["article"]["text"] for name, record in records.items()}
        for kind in ["sentences", "figures", "times", "places", "events", "mentions"]:
            for row in self.tables[kind]:
                self.assertEqual(row["text"], texts[row["article_id"]][row["start"] : row["end"]], kind)

    def test_annotations_select_the_words(self):
        page = json.loads((self.out / "annotations.jsonld").read_text())
        texts = {row["article"]["id"]: row["article"]["text"] for row in lines((self.out / "records.jsonl").read_text())}
        findings = sum(len(self.tables[kind]) for kind in ["statements", "events", "figures", "times", "places", "entities"])
        self.assertEqual(len(page["items"]), findings)
        for item in page["items"]:
            text = texts[item["target"]["source"]["id"].rsplit(":", 1)[1]]
            place, quote = item["target"]["selector"]
            self.assertEqual(quote["exact"], text[place["start"] : place["end"]])
            self.assertTrue(text[: place["start"]].endswith(quote["prefix"]))
            self.assertTrue(text[place["end"] :].startswith(quote["suffix"]))

    def test_frictionless_finds_nothing_wrong(self):
        tabular = [resource for resource in self.package["resources"] if resource["path"].endswith(".csv")]
        package = Package.from_descriptor({**self.package, "resources": tabular}, basepath=str(self.out))
        report = package.validate()
        self.assertTrue(report.valid, report.flatten(["name", "type", "message"])[:5] or report.errors)


if __name__ == "__main__":
    unittest.main()
