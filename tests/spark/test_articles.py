"""Articles read on a cluster: the very rows of the program, whatever dies meanwhile."""

import os
import signal
import tempfile
import threading
import time
import unittest
from pathlib import Path

import pyarrow
from pyspark.sql.pandas.types import to_arrow_schema

import annals as reader
from annals import spark as annals_spark
from common import COLUMNS, annals, cluster, executors, exported, frame, in_order, lines, processes, workers_of
from grow import article

ARTICLES = 2000
TASKS = 20


class SameRows(unittest.TestCase):
    """2,000 short articles, read by two workers and by the program."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.articles = [article(number) for number in range(ARTICLES)]
        cls.file = lines(cls.folder / "articles.jsonl", cls.articles)
        annals("add", cls.folder / "by-program.annals", cls.file)
        cls.expected = exported(cls.folder / "by-program.annals", cls.folder / "exported")
        cls.df = frame(cls.articles, TASKS).persist()
        cls.df.count()

    def read(self, name):
        """Reads all of them, and keeps the rows in files."""
        reading = annals_spark.read_articles(self.df, kinds=annals_spark.KINDS, persist=False, batch=100, **COLUMNS)
        return reading.stage(str(self.folder / name))

    def check(self, reading):
        """Every table is the one that the program exports, but for what only a store knows."""
        for kind in annals_spark.KINDS:
            found = reading[kind].toArrow()
            if kind == "errors":
                self.assertEqual(found.num_rows, 0)
                continue
            shared = [name for name in found.column_names if name in self.expected[kind].column_names]
            self.assertEqual(set(found.column_names) - set(shared), {"sketch", "bands"} if kind == "articles" else set())
            self.assertGreater(found.num_rows, 0, kind)
            self.assertEqual(in_order(found.select(shared)), in_order(self.expected[kind].select(shared)), kind)

    def interrupted(self, name, victims):
        """Reads, and kills `victims` of one executor once a quarter of the tasks is done; gives the reading and whether that cost tasks."""
        done = []
        thread = threading.Thread(target=lambda: done.append(self.read(name)))
        tracker = cluster().sparkContext.statusTracker()
        thread.start()
        stage = None
        while thread.is_alive() and stage is None:
            time.sleep(0.02)
            seen = [tracker.getStageInfo(number) for number in tracker.getActiveStageIds()]
            stage = next((info.stageId for info in seen if info and TASKS / 4 <= info.numCompletedTasks < TASKS / 2), None)
        self.assertIsNotNone(stage, "the reading was over before anything could be killed")
        killed = victims(min(executors()))
        self.assertTrue(killed)
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        thread.join()
        self.assertTrue(done, "the job failed")
        self.assertFalse(killed & set(processes()))
        told = tracker.getStageInfo(stage)
        return done[0], told.numFailedTasks > 0 or told.currentAttemptId > 0

    def test_the_rows_are_those_of_the_program(self):
        self.check(self.read("whole"))

    def test_local_tables_are_the_same(self):
        rows = reader.read_many([lines(self.folder / "few.jsonl", self.articles[:100])], jobs=2)
        with annals_spark.read_articles(frame(self.articles[:100], 2), kinds=annals_spark.KINDS, **COLUMNS) as reading:
            for kind in annals_spark.KINDS:
                self.assertEqual(in_order(reading[kind].toArrow()), in_order(pyarrow.table(getattr(rows, kind))), kind)

    def test_the_workers_of_an_executor_are_killed(self):
        reading, cost = self.interrupted("workers", workers_of)
        self.assertTrue(cost)
        self.check(reading)

    def test_an_executor_is_killed(self):
        reading, cost = self.interrupted("executor", lambda executor: {executor})
        self.assertTrue(cost)
        self.check(reading)

    def test_both_executors_work_and_keep_their_workers(self):
        from annals.spark._articles import reader as work

        def who(batches):
            for _ in work(("figures",), 100)(batches):
                yield pyarrow.record_batch({"pid": pyarrow.array([os.getpid()], pyarrow.int64())})

        texts = cluster().createDataFrame([(one["text"],) for one in self.articles[:400]], "text string").repartition(16)
        told = [row.pid for row in texts.mapInArrow(who, "pid long").collect()]
        self.assertEqual(len(told), 16)
        self.assertIn(len(set(told)), (2, 3, 4))


class Schemas(unittest.TestCase):
    """The columns are fixed: those of the local tables."""

    def test_kinds_are_all_that_the_reader_knows(self):
        for kind in annals_spark.KINDS:
            self.assertTrue(pyarrow.schema(reader.schema(kind)).names, kind)
        with self.assertRaises(Exception):
            reader.schema("rumours")

    def test_columns_and_types_are_those_of_the_local_tables(self):
        for kind in annals_spark.KINDS:
            local = pyarrow.schema(reader.schema(kind))
            spark = to_arrow_schema(annals_spark.schema(kind))
            self.assertEqual([field.name for field in spark], [field.name for field in local], kind)
            for one, other in zip(spark, local, strict=True):
                self.assertEqual(one.type, plain(other.type), f"{kind} {one.name}")

    def test_a_reading_without_rows_has_all_columns(self):
        reading = annals_spark.read_articles(frame([], 1), kinds=annals_spark.KINDS, **COLUMNS)
        for kind in annals_spark.KINDS:
            self.assertEqual(reading[kind].schema, annals_spark.schema(kind), kind)
            self.assertEqual(reading[kind].count(), 0)

    def test_columns_say_what_they_mean(self):
        for field in annals_spark.schema("figures"):
            self.assertIn("comment", field.metadata, field.name)


def plain(held):
    """A type with Arrow's usual names inside lists."""
    return pyarrow.list_(pyarrow.field("element", held.value_type)) if pyarrow.types.is_list(held) else held


class Errors(unittest.TestCase):
    """An article that cannot be read costs itself only."""

    def test_an_article_without_text_is_a_row_of_errors(self):
        articles = [article(1), {"id": "empty", "text": None}, article(2)]
        reading = annals_spark.read_articles(frame(articles, 1), **COLUMNS)
        self.assertEqual({row.key for row in reading.articles.collect()}, {"n000001", "n000002"})
        self.assertEqual([row.key for row in reading.errors.collect()], ["empty"])
        self.assertTrue(reading.errors.first().message)

    def test_hostile_texts_fail_no_task(self):
        texts = ["", " ", "\0", "“" * 3000, "a" * 100_000, "\u202e\ufeff", "He said “" + "and " * 5000, "\U0001f600 said."]
        articles = [{"id": f"h{number}", "text": text} for number, text in enumerate(texts)]
        reading = annals_spark.read_articles(frame(articles, 2), **COLUMNS)
        told = [row.key for kind in ("articles", "errors") for row in reading[kind].collect()]
        self.assertEqual(sorted(told), sorted(one["id"] for one in articles))

    def test_a_reader_that_breaks_is_a_row_of_errors(self):
        from annals.spark._rows import read_batch

        broken = pyarrow.record_batch({"text": pyarrow.array([12, 13], pyarrow.duration("s")), "id": ["x", "y"]})
        found = read_batch(broken, ("statements", "errors"))
        self.assertEqual(found["statements"].to_pylist(), [[], []])
        self.assertEqual([row[0]["key"] for row in found["errors"].to_pylist()], ["x", "y"])
        self.assertTrue(all(row[0]["message"].startswith("TypeError: ") for row in found["errors"].to_pylist()))

    def test_an_article_that_comes_twice_keeps_its_rows(self):
        from annals.spark._rows import read_batch

        texts = ["Ten people fled, the mayor said.", "Rain fell.", "Ten people fled, the mayor said.", None]
        found = read_batch(pyarrow.record_batch({"text": texts, "id": ["a", "b", "c", "d"]}), ("articles", "figures", "errors"))
        keys = [[row["key"] for row in rows] for rows in found["articles"].to_pylist()]
        self.assertEqual(sorted(keys), sorted([["a"], ["b"], ["c"], []]))
        once = read_batch(pyarrow.record_batch({"text": texts}), ("articles", "figures", "errors"))
        self.assertEqual([len(rows) for rows in once["articles"].to_pylist()], [2, 1, 0])
        self.assertEqual([len(rows) for rows in once["figures"].to_pylist()], [2, 0, 0])
        self.assertEqual([len(rows) for rows in once["errors"].to_pylist()], [0, 0, 1])


class Columns(unittest.TestCase):
    """Columns of several types, and what is said of wrong ones."""

    def read(self, sql, **names):
        return annals_spark.read_articles(cluster().sql(sql), **names).articles.first()

    def test_days_and_times_are_taken_as_they_are(self):
        text = "SELECT 'Rain fell on Monday.' AS body, "
        self.assertEqual(self.read(text + "DATE '2024-05-14' AS day", published="day").published, "2024-05-14")
        self.assertEqual(str(self.read(text + "TIMESTAMP '2024-05-14 10:30:00' AS t", published="t").day), "2024-05-14")
        self.assertEqual(str(self.read(text + "TIMESTAMP_NTZ '2024-05-14 10:30:00' AS t", published="t").day), "2024-05-14")
        self.assertEqual(str(self.read(text + "'14 May 2024' AS t", published="t").day), "2024-05-14")

    def test_numbers_are_ids_and_lists_are_authors(self):
        row = self.read("SELECT 'Rain fell.' AS body, 7 AS n, array('Ann Lee', 'Bo Maar') AS who", id="n", byline="who")
        self.assertEqual((row.key, row.byline), ("7", ["Ann Lee", "Bo Maar"]))

    def test_wrong_names_are_told_at_once(self):
        df = cluster().sql("SELECT 'Rain fell.' AS body, 7 AS n")
        with self.assertRaisesRegex(ValueError, 'text="text": there is no such column. There are: body, n'):
            annals_spark.read_articles(df, text="text")
        with self.assertRaisesRegex(ValueError, 'text="n": the column holds int'):
            annals_spark.read_articles(df, text="n")
        with self.assertRaisesRegex(ValueError, "no kind of rows: rumours. There are: articles,"):
            annals_spark.read_articles(df, kinds=["rumours"])
        with self.assertRaisesRegex(KeyError, "this reading holds figures"):
            annals_spark.read_articles(df, kinds="figures", persist=False)["events"]
        with self.assertRaisesRegex(AttributeError, "this reading holds figures"):
            annals_spark.read_articles(df, kinds="figures", persist=False).events


class ReadOnce(unittest.TestCase):
    """What is kept is not read again."""

    def test_a_second_kind_costs_no_second_reading(self):
        with tempfile.TemporaryDirectory() as folder:

            def note(text):
                """Leaves a file for each time that a text is looked at."""
                tempfile.mkstemp(dir=folder)
                return text

            seen = cluster().udf.register("seen", note)
            df = frame([article(number) for number in range(10)], 2).select(seen("body").alias("body"))
            with annals_spark.read_articles(df) as reading:
                self.assertEqual(reading.articles.count(), 10)
                self.assertGreater(reading.statements.count(), 0)
                self.assertGreater(reading.figures.count(), 0)
            self.assertEqual(len(os.listdir(folder)), 10)


if __name__ == "__main__":
    unittest.main()
