"""Archives path by path: what is written is not read again."""

import functools
import http.server
import json
import os
import tempfile
import threading
import unittest
from pathlib import Path

import pyarrow

import annals as reader
from annals import spark as annals_spark
from common import ROOT, cluster, in_order

CRAWL = ROOT / "examples" / "crawl.warc"


class Archives(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.out = str(self.folder / "out")
        self.paths = [str(self.folder / f"news-{number}.warc") for number in range(3)]
        for number, path in enumerate(self.paths):
            Path(path).write_bytes(CRAWL.read_bytes().replace(b".example", b".exampl%d" % number))

    def read(self, paths, **options):
        return annals_spark.read_warc(cluster(), paths, self.out, **options)

    def times(self):
        """When each file of rows was written."""
        return {path.name: path.stat().st_mtime_ns for path in Path(self.out, "rows").glob("*.parquet")}

    def test_the_rows_are_those_of_a_local_reading(self):
        reading = self.read(self.paths, kinds=annals_spark.KINDS)
        rows = reader.read_many(self.paths)
        for kind in annals_spark.KINDS:
            local = pyarrow.table(getattr(rows, kind))
            self.assertEqual(in_order(reading[kind].toArrow()), in_order(local), kind)
        self.assertEqual(reading.articles.count(), 12)

    def test_a_second_call_reads_only_what_is_new(self):
        self.read(self.paths[:2])
        before = self.times()
        reading = self.read(self.paths)
        after = self.times()
        self.assertEqual((len(before), len(after)), (2, 3))
        self.assertEqual(before, {name: after[name] for name in before})
        self.assertEqual(reading.articles.count(), 12)

    def test_a_path_without_its_marker_is_read_again(self):
        self.read(self.paths)
        marker = next(Path(self.out, "done").glob("news-1.warc-*.json"))
        self.assertEqual(json.loads(marker.read_text())["rows"]["articles"], 4)
        before = self.times()
        marker.unlink()
        left = Path(self.out, "rows", f".{marker.stem}.parquet.killed")
        left.write_bytes(b"half of a file")
        self.read(self.paths)
        changed = [name for name, time in self.times().items() if before[name] != time]
        self.assertEqual(changed, [f"{marker.stem}.parquet"])
        self.assertTrue(marker.exists())
        self.assertFalse(left.exists())

    def test_all_are_read_again_where_that_is_asked_for(self):
        self.read(self.paths[:1])
        before = self.times()
        self.read(self.paths[:1], again=True)
        self.assertNotEqual(before, self.times())

    def test_a_path_that_cannot_be_opened_is_tried_again(self):
        late = str(self.folder / "late.warc")
        reading = self.read([*self.paths[:1], late])
        self.assertEqual(reading.articles.count(), 4)
        self.assertEqual([row.uri for row in reading.errors.where("message LIKE 'cannot be opened%'").collect()], [late])
        Path(late).write_bytes(CRAWL.read_bytes())
        reading = self.read([*self.paths[:1], late])
        self.assertEqual(reading.articles.count(), 8)
        self.assertEqual(reading.errors.where("message LIKE 'cannot be opened%'").count(), 0)

    def test_a_broken_archive_gives_what_comes_before_the_break(self):
        broken = self.folder / "broken.warc"
        broken.write_bytes(CRAWL.read_bytes()[:-400] + b"\0\xff no archive")
        reading = self.read([str(broken), self.paths[0]])
        self.assertGreater(reading.articles.count(), 4)
        self.assertEqual(len(os.listdir(Path(self.out, "done"))), 2)

    def test_archives_come_by_http(self):
        handler = functools.partial(Quiet, directory=str(self.folder))
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            place = f"http://127.0.0.1:{server.server_port}"
            reading = self.read([f"{place}/news-0.warc", f"{place}/none.warc"])
            self.assertEqual(reading.articles.count(), 4)
            self.assertIn("404", reading.errors.where("uri LIKE '%none.warc'").first().message)
            server.shutdown()

    def test_a_single_name_is_no_list(self):
        with self.assertRaisesRegex(ValueError, "should be a list"):
            self.read(self.paths[0])


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


if __name__ == "__main__":
    unittest.main()
