"""Near-duplicates on a cluster, and the tables that are written: the same as a store's."""

import tempfile
import unittest
from pathlib import Path

import pyarrow.dataset
from pyspark.sql import functions as F

from annals import spark as annals_spark
from common import COLUMNS, annals, cluster, exported, frame, lines
from grow import article, copies

STORIES = 25


class Copies(unittest.TestCase):
    """Stories that four outlets print: whole, longer, shortened, and with one sentence in common."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.articles = [one for number in range(STORIES) for one in copies(number)]
        file = lines(cls.folder / "copies.jsonl", cls.articles)
        annals("add", cls.folder / "copies.annals", file, "--article-only")
        stored = exported(cls.folder / "copies.annals", cls.folder / "exported")["articles"].to_pylist()
        cls.stored = {row["article_id"]: (row["group"], row["copies"]) for row in stored}
        cls.reading = annals_spark.read_articles(frame(cls.articles, 4), kinds=["articles"], **COLUMNS)

    @classmethod
    def tearDownClass(cls):
        cls.reading.unpersist()

    def test_groups_are_those_of_a_store(self):
        found = annals_spark.groups(self.reading.articles, order="key").collect()
        self.assertEqual({row.article_id: (row.group, row.copies) for row in found}, self.stored)
        self.assertTrue(STORIES < len({row.group for row in found}) <= 2 * STORIES)
        self.assertLessEqual({1, 3}, {row.copies for row in found})

    def test_an_article_that_comes_twice_counts_once(self):
        once = annals_spark.groups(self.reading.articles, order="key")
        twice = annals_spark.groups(self.reading.articles.union(self.reading.articles), order="key")
        self.assertEqual(sorted(once.collect()), sorted(twice.collect()))

    def test_groups_need_rows_of_articles(self):
        with self.assertRaisesRegex(ValueError, "no column sketch, bands"):
            annals_spark.groups(self.reading.articles.drop("sketch", "bands"))


class Components(unittest.TestCase):
    """Groups are transitive, however long the chain."""

    def test_a_chain_and_a_ring_are_two_components(self):
        from annals.spark._groups import components

        chain = [(f"a{n:02}", f"a{n + 1:02}") for n in range(40)]
        ring = [(f"b{n:02}", f"b{(n + 7) % 20:02}") for n in range(20)]
        edges = cluster().createDataFrame(chain + ring, "one string, other string")
        found = {row.one: row.least for row in components(edges).collect()}
        expected = {f"a{n:02}": "a00" for n in range(1, 41)} | {f"b{n:02}": "b00" for n in range(1, 20)}
        self.assertEqual(found, expected)

    def test_no_edges_are_no_components(self):
        from annals.spark._groups import components

        self.assertEqual(components(cluster().createDataFrame([], "one string, other string")).collect(), [])


class Written(unittest.TestCase):
    """Tables by day, as Parquet and as Delta."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        articles = [article(number) for number in range(60)] + [{"id": "undated", "text": "Rain fell, Ann Lee said."}, {"id": "none", "text": None}]
        cls.reading = annals_spark.read_articles(frame(articles, 6), **COLUMNS)
        cls.counts = {kind: cls.reading[kind].count() for kind in cls.reading}

    @classmethod
    def tearDownClass(cls):
        cls.reading.unpersist()

    def test_parquet_lies_by_day_and_holds_every_row(self):
        place = self.folder / "parquet"
        annals_spark.write(self.reading, str(place))
        self.assertEqual({path.name for path in place.iterdir()}, set(annals_spark.DEFAULT))
        for kind, count in self.counts.items():
            self.assertEqual(cluster().read.schema(self.reading[kind].schema).parquet(str(place / kind)).count(), count, kind)
        days = {path.name for path in (place / "articles").glob("day=*")}
        self.assertEqual(len(days), 29)
        self.assertIn("day=__HIVE_DEFAULT_PARTITION__", days)
        for day in days:
            self.assertEqual(len(list((place / "articles" / day).glob("*.parquet"))), 1, day)
        self.assertEqual([path for path in (place / "errors").glob("day=*")], [])

    def test_a_kind_without_rows_is_a_table_with_its_columns(self):
        place = self.folder / "empty"
        nothing = {"figures": self.reading.figures.where("low < 0")}
        annals_spark.write(nothing, str(place))
        found = cluster().read.parquet(str(place / "figures"))
        self.assertEqual(found.count(), 0)
        self.assertEqual(set(found.columns), set(self.reading.figures.columns))

    def test_parquet_is_read_by_others(self):
        place = self.folder / "for-others"
        annals_spark.write(self.reading, str(place), kinds=["statements"])
        with_days = pyarrow.dataset.dataset(str(place / "statements"), partitioning="hive").to_table()
        self.assertEqual(with_days.num_rows, self.counts["statements"])
        self.assertEqual(set(with_days.column_names), set(self.reading.statements.columns))

    def test_delta_holds_every_row(self):
        from deltalake import DeltaTable

        place = self.folder / "delta"
        annals_spark.write(self.reading, str(place), format="delta", kinds=["statements", "errors"])
        table = DeltaTable(str(place / "statements"))
        self.assertEqual(table.metadata().partition_columns, ["day"])
        self.assertEqual(pyarrow.table(table.to_pyarrow_table()).num_rows, self.counts["statements"])
        self.assertEqual(DeltaTable(str(place / "errors")).to_pyarrow_table().num_rows, 1)

    def test_modes_are_those_of_spark(self):
        place = str(self.folder / "modes")
        annals_spark.write(self.reading, place, kinds=["times"])
        with self.assertRaisesRegex(Exception, "already exists"):
            annals_spark.write(self.reading, place, kinds=["times"])
        annals_spark.write(self.reading, place, kinds=["times"], mode="append")
        self.assertEqual(cluster().read.parquet(f"{place}/times").count(), 2 * self.counts["times"])
        annals_spark.write(self.reading, place, kinds=["times"], mode="overwrite", format="delta")
        annals_spark.write(self.reading, place, kinds=["times"], mode="ignore", format="delta")
        with self.assertRaisesRegex(ValueError, "needs a session with Delta Lake"):
            annals_spark.write(self.reading, place, kinds=["times"], mode="append", format="delta")
        with self.assertRaisesRegex(ValueError, 'should be "parquet" or "delta"'):
            annals_spark.write(self.reading, place, format="csv")
        with self.assertRaisesRegex(ValueError, "has no Delta Lake"):
            annals_spark.write(self.reading, "hdfs://nowhere/out", format="delta")

    def test_any_frames_can_be_written(self):
        place = self.folder / "counts"
        counts = self.reading.figures.groupBy("day", "measure").agg(F.count("*").alias("n"))
        annals_spark.write({"counts": counts}, str(place))
        self.assertEqual(cluster().read.parquet(str(place / "counts")).count(), counts.count())


if __name__ == "__main__":
    unittest.main()
