"""Stores: added to, searched, exported; the same as the program's."""

import json
import unittest
import warnings

import annals
import pyarrow.parquet
from common import InFolder, annals as program


class Stores(InFolder):
    def setUp(self):
        super().setUp()
        self.path = self.folder / "news.annals"
        self.store = annals.open(self.path)
        self.addCleanup(self.store.close)
        self.added = self.store.add("examples/")

    def test_what_became_of_the_articles(self):
        self.assertEqual(len(self.store), self.added.added + self.added.changed)
        self.assertEqual((self.added.failed, self.added.known, self.added.failures), (0, 0, ()))
        again = self.store.add(["examples/*.html", "examples/"])
        self.assertEqual((again.added, again.changed), (0, 0))
        self.assertGreater(again.known, len(self.store))

    def test_failures_are_told(self):
        with self.assertWarnsRegex(annals.ReadWarning, "cannot be opened"):
            added = self.store.add(self.folder / "missing.txt")
        self.assertEqual(added.failed, 1)
        self.assertIn("missing.txt", added.failures[0])

    def test_what_a_query_finds_is_what_the_program_finds(self):
        for query in ["measure:killed OR measure:injured", "type:statement ceasefire", "type:article", "event:PROTEST"]:
            printed = program("find", str(self.path), query, "--format", "jsonl").decode()
            expected = [json.loads(line) for line in printed.splitlines()]
            found = self.store.find(query)
            rows = found.to_dicts()
            self.assertEqual(len(rows), len(expected))
            self.assertGreater(len(rows), 0, query)
            for row, line in zip(rows, expected, strict=True):
                self.assertEqual(list(row), list(line))
                self.assertEqual({**row, "current": int(row["current"])}["article_id"], line["article_id"])
                for name in ["id", "text", "day", "sentence_text", "actors", "low"]:
                    self.assertEqual(row.get(name), line.get(name), name)
            self.assertEqual(self.store.count(query), len(rows))

    def test_days_and_outlets_beside_a_query(self):
        everything = self.store.find("type:article").to_dicts()
        days = sorted(row["day"] for row in everything if row["day"])
        middle = days[len(days) // 2]
        since = self.store.find("type:article", since=middle).to_dicts()
        self.assertEqual(sorted(row["day"] for row in since), [day for day in days if day >= middle])
        until = self.store.find("type:article", until=middle).to_dicts()
        self.assertEqual(sorted(row["day"] for row in until), [day for day in days if day <= middle])
        source = next(row["source"] for row in everything if row["source"])
        named = self.store.find("type:article", source=source).to_dicts()
        self.assertEqual({row["source"] for row in named}, {source})
        either = self.store.find("rain OR water OR the", since="1900", until="1901")
        self.assertEqual(len(either), 0)

    def test_order_and_limit(self):
        newest = [row["day"] for row in self.store.find("type:article", sort="newest").to_dicts() if row["day"]]
        self.assertEqual(newest, sorted(newest, reverse=True))
        self.assertEqual(len(self.store.find("type:sentence", limit=3)), 3)
        self.assertEqual(len(self.store.find("type:sentence", limit=0)), 0)
        with self.assertRaisesRegex(ValueError, "is no order"):
            self.store.find("rain", sort="best")

    def test_counts(self):
        self.assertEqual(self.store.count("type:article"), self.added.added)
        self.assertEqual(self.store.count("type:article version:all"), len(self.store))
        self.assertLess(self.store.count("type:article", by="group"), len(self.store))
        with self.assertRaises(ValueError):
            self.store.count("rain", by="day")

    def test_a_query_that_cannot_be_read(self):
        with self.assertRaises(annals.BadQuery) as raised:
            self.store.find("ceasefire speakr:Lee")
        self.assertIn("speaker", str(raised.exception))
        self.assertIn("^", str(raised.exception))

    def test_results_go_to_pandas_and_polars(self):
        found = self.store.find("measure:killed", since="2024")
        self.assertEqual(list(found.to_pandas()["id"]), found.to_polars()["id"].to_list())
        self.assertIn("voice", found.columns)

    def test_an_article_comes_back(self):
        docs = {doc.id: doc for doc in annals.read_many("examples/")}
        for id, doc in docs.items():
            self.assertEqual(self.store.article(id), doc)
        self.assertIsNone(self.store.article("none"))

    def test_exports(self):
        names = self.store.export(self.folder / "out", formats="parquet", query="measure:killed")
        self.assertIn("figures.parquet", names)
        table = pyarrow.parquet.read_table(self.folder / "out" / "figures.parquet")
        self.assertEqual(len(table), self.store.count("measure:killed"))
        with self.assertRaises(OSError):
            self.store.export(self.folder / "out", formats="csv")
        self.assertIn("articles.csv", self.store.export(self.folder / "out", formats="csv", force=True))
        with self.assertRaisesRegex(ValueError, "is no format"):
            self.store.export(self.folder / "other", formats=["xls"])

    def test_a_store_of_the_program_is_the_same(self):
        other = self.folder / "program.annals"
        program("add", str(other), "examples/")
        with annals.open(other, create=False) as store:
            self.assertEqual(store.find("type:figure").to_dicts(), self.store.find("type:figure").to_dicts())
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                self.assertEqual(store.add("examples/").known, len(self.store))

    def test_stores_that_are_none(self):
        with self.assertRaises(FileNotFoundError):
            annals.open(self.folder / "no.annals", create=False)
        (self.folder / "text").write_text("a text of some length, which is no database at all")
        with self.assertRaisesRegex(annals.StoreFailed, "no annals store"):
            annals.open(self.folder / "text")
        self.store.close()
        with self.assertRaisesRegex(annals.StoreFailed, "closed"):
            self.store.find("rain")

    def test_a_closed_store_is_one_file(self):
        self.store.close()
        self.assertEqual([path.name for path in self.folder.glob("news.annals*")], ["news.annals"])


if __name__ == "__main__":
    unittest.main()
