"""Tables beside pandas, polars, pyarrow and DuckDB; frames of theirs as input."""

import datetime
import json
import math
import unittest
import warnings

import annals
import duckdb
import pandas
import polars
import pyarrow
import pyarrow.csv
import pyarrow.parquet
from common import InFolder, annals as program

KINDS = [
    "articles",
    "sentences",
    "statements",
    "events",
    "figures",
    "times",
    "places",
    "entities",
    "mentions",
    "participants",
    "errors",
]

OF_STORES = ["row", "article", "version", "current", "group", "copies", "review"]


def plain(value, holds="text"):
    """A cell as JSON has it."""
    if holds == "json":
        return json.loads(value)
    if value is pandas.NaT or isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if hasattr(value, "tolist"):
        value = value.tolist()
    return [plain(item) for item in value] if isinstance(value, list) else value


class Tables(InFolder):
    @classmethod
    def setUpClass(cls):
        cls.rows = None

    def setUp(self):
        super().setUp()
        if Tables.rows is None:
            Tables.rows = annals.read_many("examples/")

    def test_every_library_has_the_same_cells(self):
        for kind in KINDS:
            table = getattr(self.rows, kind)
            rows = table
            expected = rows.to_dicts()
            self.assertEqual(len(expected), len(table), kind)
            types = table.schema.types

            def same(rows):
                cells = [{name: plain(value, types[name]) for name, value in row.items()} for row in rows]
                self.assertEqual(cells, expected, kind)

            same(table.to_arrow().to_pylist())
            frame = [dict(zip(table.columns, row, strict=True)) for row in table.to_polars().iter_rows()]
            same(frame)
            same(table.to_pandas().to_dict("records"))
            found = duckdb.sql("SELECT * FROM rows").fetchall()
            same([dict(zip(table.columns, row, strict=True)) for row in found])

    def test_tables_are_those_of_an_export(self):
        store = self.folder / "news.annals"
        program("add", str(store), "examples/")
        program("export", str(store), "-o", str(self.folder / "out"), "--format", "parquet")
        newest = set(pyarrow.parquet.read_table(self.folder / "out" / "articles.parquet")["article_id"].to_pylist())
        for kind in KINDS[:-1]:
            exported = pyarrow.parquet.read_table(self.folder / "out" / f"{kind}.parquet")
            table = getattr(self.rows, kind).to_arrow()
            both = [name for name in exported.column_names if name in table.column_names]
            left = [name for name in exported.column_names if name not in both]
            self.assertEqual(left, [name for name in exported.column_names if name in OF_STORES], kind)
            self.assertEqual(exported.select(both).schema.types, table.select(both).schema.types, kind)
            # An export holds the newest version of each article.
            rows = [row for row in table.select(both).to_pylist() if row["article_id"] in newest]
            self.assertEqual(exported.select(both).to_pylist(), rows, kind)

    def test_batches_are_the_tables_in_parts(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", annals.ReadWarning)
            batches = list(annals.read_many(["no/file.txt", "examples/"]).batches(3))
        counts = [len(batch.articles) + len(batch.errors) for batch in batches]
        self.assertEqual(sum(counts), len(self.rows.articles) + 1)
        self.assertEqual(set(counts[:-1]), {3})
        self.assertEqual([len(batch.errors) for batch in batches][:2], [1, 0])
        for kind in KINDS[:-1]:
            found = [row for batch in batches for row in getattr(batch, kind).to_dicts()]
            self.assertEqual(found, getattr(self.rows, kind).to_dicts(), kind)
        with self.assertRaises(ValueError):
            next(annals.read_many("examples/").batches(0))

    def test_findings_are_those_of_the_documents(self):
        docs = list(annals.read_many("examples/"))
        figures = self.rows.figures.to_dicts()
        told = [(doc.id, f.id, f.text, f.low, str(f.voice), f.sentence.text) for doc in docs for f in doc.figures]
        names = ["article_id", "id", "text", "low", "voice", "sentence_text"]
        self.assertEqual([tuple(row[name] for name in names) for row in figures], told)
        statements = self.rows.statements.to_dicts()
        told = [(s.id, s.text, str(s.speaker.entity) if s.speaker and s.speaker.entity else None)
                for doc in docs for s in doc.statements]
        self.assertEqual([(row["id"], row["text"], row["speaker"]) for row in statements], told)

    def test_nothing_is_copied_where_a_library_allows_it(self):
        table = self.rows.statements
        def place(arrow):
            return arrow.column("text").chunk(0).buffers()[2].address
        self.assertEqual(place(table.to_arrow()), place(pyarrow.table(table)))
        self.assertEqual(place(pyarrow.RecordBatchReader.from_stream(table).read_all()), place(table.to_arrow()))

    def test_a_table_outlives_what_it_came_from(self):
        arrow = annals.read_many("examples/velkar-protest.html").statements.to_arrow()
        self.assertGreater(len(arrow.to_pylist()), 1)

    def test_schemas_are_fixed(self):
        empty = annals.read_many([])
        self.assertEqual(list(annals.KINDS), KINDS)
        for kind in KINDS:
            schema = annals.schema(kind)
            arrow = pyarrow.schema(schema)
            self.assertEqual(arrow, getattr(self.rows, kind).to_arrow().schema)
            self.assertEqual(arrow, getattr(empty, kind).to_arrow().schema)
            self.assertEqual(schema, getattr(empty, kind).schema)
            self.assertEqual(arrow.names, schema.names)
            self.assertEqual(arrow.field(0).metadata[b"description"].decode(), schema.descriptions[arrow.names[0]])
            self.assertEqual(getattr(empty, kind).to_polars().columns, schema.names)
            self.assertEqual(list(getattr(empty, kind).to_pandas().columns), schema.names)
        with self.assertRaisesRegex(ValueError, "there are articles sentences"):
            annals.schema("quotes")

    def test_days_are_days(self):
        self.assertEqual(self.rows.articles.to_pandas()["day"].dtype.kind, "M")
        self.assertEqual(self.rows.articles.to_polars().schema["day"], polars.Date)

    def test_files(self):
        figures = self.rows.figures
        figures.write_parquet(self.folder / "figures.parquet")
        self.assertEqual(pyarrow.parquet.read_table(self.folder / "figures.parquet"), figures.to_arrow())
        figures.write_jsonl(self.folder / "figures.jsonl")
        lines = (self.folder / "figures.jsonl").read_text().splitlines()
        self.assertEqual([json.loads(line) for line in lines], figures.to_dicts())
        figures.write_csv(self.folder / "figures.csv")
        frame = pandas.read_csv(self.folder / "figures.csv")
        self.assertEqual(list(frame.columns), figures.columns)
        self.assertEqual(list(frame["id"]), figures.to_pandas()["id"].to_list())
        figures.write_csv(self.folder / "bom.csv", bom=True)
        self.assertTrue((self.folder / "bom.csv").read_bytes().startswith(b"\xef\xbb\xbf"))
        with self.assertRaises(OSError):
            figures.write_csv(self.folder / "no" / "figures.csv")

    def test_a_notebook_shows_the_first_rows(self):
        page = self.rows.statements._repr_html_()
        self.assertIn("<th>speaker</th>", page)
        self.assertEqual(page.count("<tr>"), 11)
        self.assertRegex(repr(self.rows.statements), r"^<annals.Table statements: \d+ rows, 32 columns>$")

    def test_copies_share_bands(self):
        text = "The council of Halvet met on Tuesday and closed the bridge over the river until further notice."
        frame = polars.DataFrame({"body": [text, text.upper() + " It said so.", "Rain fell on the hills all night."]})
        articles = annals.read_frame(frame).articles.to_dicts()
        bands = [set(article["bands"]) for article in articles]
        runs = [set(article["sketch"]) for article in articles]
        self.assertTrue(bands[0] & bands[1])
        self.assertFalse(bands[0] & bands[2])
        self.assertGreater(len(runs[0] & runs[1]) / len(runs[0] | runs[1]), 0.5)


TEXTS = ["Ten people were hurt in Goma on Tuesday, the mayor said.", None, "Rain fell on the hills."]
DAYS = ["2024-05-14", "2024-05-15", "2024-05-16"]


class Frames(unittest.TestCase):
    def read(self, frame, **columns):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", annals.ReadWarning)
            rows = annals.read_frame(frame, **columns)
            return rows, list(rows)

    def check(self, frame):
        rows, docs = self.read(frame, text="body", published="date", id="n", uri="url")
        self.assertEqual([(doc.key, doc.published, doc.text) for doc in docs],
                         [("1", DAYS[0], TEXTS[0]), ("3", DAYS[2], TEXTS[2])])
        self.assertEqual(docs[0].times[0].value, "2024-05-14")
        self.assertEqual(docs[0].source, "herald.example")
        with self.assertWarns(annals.ReadWarning):
            errors = rows.errors.to_dicts()
        self.assertEqual([(e["number"], e["key"], e["uri"]) for e in errors], [(1, "2", "https://herald.example/2")])
        self.assertIn("item 2: there is no text", errors[0]["message"])

    def columns(self, days=DAYS):
        urls = [f"https://herald.example/{n}" for n in [1, 2, 3]]
        return {"n": [1, 2, 3], "url": urls, "body": TEXTS, "date": days}

    def test_pandas(self):
        frame = pandas.DataFrame(self.columns())
        self.check(frame)
        self.check(frame.assign(date=pandas.to_datetime(frame["date"])))
        self.check(frame.assign(date=pandas.to_datetime(frame["date"]).dt.date))
        self.check(frame.astype({"body": "string", "url": "category"}))
        self.check(frame.assign(n=[1.0, 2.0, 3.0]))
        self.check(frame.set_index("url", drop=False))

    def test_polars(self):
        frame = polars.DataFrame(self.columns())
        self.check(frame)
        self.check(frame.with_columns(polars.col("date").str.to_date()))
        self.check(frame.with_columns(polars.col("date").str.to_datetime()))
        self.check(frame.with_columns(polars.col("url").cast(polars.Categorical)))

    def test_pyarrow(self):
        table = pyarrow.table(self.columns())
        self.check(table)
        self.check(table.to_batches()[0])
        self.check(table.set_column(2, "body", table.column("body").cast(pyarrow.large_string())))
        self.check(table.set_column(2, "body", table.column("body").cast(pyarrow.binary())))
        self.check(table.set_column(2, "body", table.column("body").dictionary_encode()))
        self.check(pyarrow.concat_tables([table.slice(0, 1), table.slice(1)]))

    def test_duckdb(self):
        articles = pyarrow.table(self.columns())
        relation = duckdb.sql("SELECT n, url, body, date::DATE AS date FROM articles")
        self.assertEqual(len(articles), 3)
        self.check(relation.to_arrow_table())

    def test_a_stream_gives_its_rows_once(self):
        table = pyarrow.table(self.columns())
        rows, docs = self.read(pyarrow.RecordBatchReader.from_batches(table.schema, iter(table.to_batches())))
        self.assertEqual(len(docs), 2)
        self.assertEqual(list(rows), [])

    def test_a_broken_text_costs_its_row(self):
        offsets = pyarrow.array([0, 4, 9, 13], pyarrow.int32()).buffers()[1]
        data = pyarrow.py_buffer(b"RainA\xff\xfe bSnow")
        body = pyarrow.StringArray.from_buffers(3, offsets, data)
        rows, docs = self.read(pyarrow.table({"body": body}))
        self.assertEqual([doc.text for doc in docs], ["Rain", "Snow"])
        with self.assertWarns(annals.ReadWarning):
            self.assertIn("item 2: the text is no UTF-8 from byte 1 on", rows.errors.to_dicts()[0]["message"])

    def test_moments_and_authors(self):
        moments = [datetime.datetime(2024, 5, 14, 10, 30), datetime.datetime(2024, 5, 14)]
        zoned = [moment.replace(tzinfo=datetime.timezone.utc) for moment in moments]
        body = ["Rain fell.", "Snow fell."]
        frame = polars.DataFrame({"body": body, "at": moments, "by": [["Ann Lee", "Bo Ray"], []]})
        _, docs = self.read(frame, published="at", byline="by")
        self.assertEqual([doc.published for doc in docs], ["2024-05-14T10:30:00", "2024-05-14"])
        self.assertEqual([doc.byline for doc in docs], [["Ann Lee", "Bo Ray"], []])
        _, docs = self.read(polars.DataFrame({"body": body, "at": zoned}), published="at")
        self.assertEqual([doc.published for doc in docs], ["2024-05-14T10:30:00Z", "2024-05-14T00:00:00Z"])

    def test_what_is_no_frame_is_refused_at_once(self):
        with self.assertRaisesRegex(KeyError, "there is no column `text`; there are body"):
            annals.read_frame(polars.DataFrame({"body": ["Rain fell."]}), text="text")
        with self.assertRaisesRegex(TypeError, "holds Int64; the text must be text"):
            annals.read_frame(polars.DataFrame({"body": [1]}))
        with self.assertRaisesRegex(TypeError, "list gives no Arrow data"):
            annals.read_frame([{"body": "Rain fell."}])

    def test_records_are_those_of_the_program(self):
        lines = [json.dumps({"id": n, "text": text, "date": day}) for n, text, day in
                 zip([1, 3], [TEXTS[0], TEXTS[2]], [DAYS[0], DAYS[2]], strict=True)]
        printed = program("read", "-", stdin="\n".join(lines).encode()).decode().splitlines()
        _, docs = self.read(pyarrow.table({k: v for k, v in self.columns().items() if k != "url"}),
                            published="date", id="n")
        self.assertEqual([doc.to_json() for doc in docs], printed)


if __name__ == "__main__":
    unittest.main()
