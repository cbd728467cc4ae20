"""What the addresses of a server show, as pages and as data."""

import csv
import io
import json
import unittest
import urllib.parse

import common

HTML = {"Accept": "text/html"}


def setUpModule():
    global folder, server
    folder = common.Folder()
    server = common.Server(common.make(folder.path / "news.annals"))


def tearDownModule():
    server.end()
    folder.cleanup()


def find(query, **more):
    return server.json("/search.json?" + urllib.parse.urlencode({"q": query, **more}))


def article():
    """The article of COPY."""
    return find('type:article source:"Tarn Courier"')["hits"][0]["row"]["article_id"]


class Screens(unittest.TestCase):
    def test_every_screen_is_a_page_and_data(self):
        actor = next(hit["voice_url"] for hit in find("type:statement")["hits"] if hit["voice_url"])
        screens = ["/search?q=bridge", "/search?q=type:figure", f"/article/{article()}", f"/article/{article()}/0", actor,
                   "/compare?q=type:figure&q=type:statement", "/map?q=type:place", "/review?q=type:statement"]
        kinds = {"": "text/html", ".json": "application/json", ".jsonl": "application/jsonl", ".csv": "text/csv",
                 ".tsv": "text/tab-separated-values", ".parquet": "application/vnd.apache.parquet"}
        for screen in screens:
            for suffix, kind in kinds.items():
                path, _, query = screen.partition("?")
                status, headers, body = server.ask(f"{path}{suffix}?{query}", **HTML)
                with self.subTest(path=path + suffix):
                    self.assertEqual((status, headers["content-type"].split(";")[0]), (200, kind), body[:300])

    def test_the_first_page_is_the_overview(self):
        status, headers, _ = server.ask("/")
        self.assertEqual((status, headers["location"]), (303, "/search"))
        overview = server.json("/search.json")["overview"]
        counts = {count["label"]: count["count"] for count in overview["counts"]}
        self.assertGreater(counts["articles"], 2)
        self.assertGreater(counts["statements"], 2)
        self.assertEqual(len(overview["runs"]), 2)
        self.assertTrue(overview["newest"] and overview["sources"] and overview["days"])

    def test_an_export_has_exactly_the_results(self):
        for query in ["type:statement", "type:figure", "the", "type:article", "type:entity"]:
            total = find(query, limit=1)["total"]
            self.assertGreater(total, 1, query)
            url = "/search{}?" + urllib.parse.urlencode({"q": query})
            lines = server.ask(url.format(".jsonl"))[2].decode().splitlines()
            rows = list(csv.DictReader(io.StringIO(server.ask(url.format(".csv"))[2].decode())))
            self.assertEqual((len(lines), len(rows)), (total, total), query)
            self.assertEqual([json.loads(line)["article_id"] for line in lines], [row["article_id"] for row in rows])

    def test_pages_follow_each_other(self):
        seen, page = [], find("type:sentence", limit=7)
        while True:
            seen += [hit["url"] for hit in page["hits"]]
            if not page["next"]:
                break
            page = find("type:sentence", limit=7, page=page["next"])
        self.assertEqual((len(seen), len(set(seen))), (page["total"], page["total"]))

    def test_a_hit_is_marked_in_its_sentence(self):
        for query in ["bridge", "type:figure", "type:statement", "type:place", "type:time"]:
            for hit in find(query)["hits"]:
                marks = [hit["text"][start:end] for start, end in hit["marks"]]
                if query == "bridge":
                    self.assertEqual([mark.lower() for mark in marks], ["bridge"] * len(marks))
                elif query != "type:statement":
                    self.assertEqual(marks, [hit["row"]["text"]])
                self.assertTrue(marks, hit)

    def test_an_error_in_a_query_points_at_its_place(self):
        query = "été speakr:Lee"
        problem = server.json("/search.json?" + urllib.parse.urlencode({"q": query}), expect=400)
        self.assertEqual(query[problem["start"]:problem["end"]].split(":")[0], "speakr")
        self.assertEqual((problem["type"], problem["status"]), ("urn:annals:problem:query", 400))
        status, headers, page = server.ask("/search?" + urllib.parse.urlencode({"q": query}), **HTML)
        self.assertEqual((status, headers["content-type"][:9]), (400, "text/html"))
        self.assertIn("did you mean", page.decode())
        status, headers, _ = server.ask("/search.csv?" + urllib.parse.urlencode({"q": query}))
        self.assertEqual((status, headers["content-type"]), (400, "application/problem+json"))


class Articles(unittest.TestCase):
    def test_the_marked_text_is_the_text(self):
        for hit in find("type:article")["hits"]:
            model = server.json(hit["url"] + ".json")
            sentences = [sentence for paragraph in model["paragraphs"] for sentence in paragraph["sentences"]]
            rows = [json.loads(line) for line in server.ask(hit["url"] + ".jsonl")[2].splitlines()]
            words = ["".join(piece["text"] for piece in sentence["pieces"]) for sentence in sentences]
            self.assertEqual(words, [row["text"] for row in rows])

    def test_every_finding_has_its_page(self):
        model = server.json(f"/article/{article()}.json")
        self.assertTrue(model["findings"])
        for finding in model["findings"]:
            record = server.json(finding["url"] + ".json")
            self.assertEqual((record["id"], record["text"]), (finding["id"], finding["text"]))
            self.assertEqual(record["chain"][-1]["name"], "article")
            own = [piece["text"] for sentence in record["sentences"] for piece in sentence["pieces"] if piece["marks"]]
            self.assertTrue("".join(own))
            self.assertEqual(server.ask(finding["url"], **HTML)[0], 200)

    def test_the_voice_of_a_figure_is_who_says_it(self):
        figure = next(hit for hit in find("type:figure")["hits"] if hit["row"]["voice"] != "article")
        chain = server.json(figure["url"] + ".json")["chain"]
        self.assertEqual([chain[0]["name"], chain[-1]["name"]], [figure["row"]["voice"], "article"])

    def test_a_finding_is_cited(self):
        finding = server.json(f"/article/{article()}.json")["findings"][0]
        for suffix, begins in [(".bib", b"@misc{"), (".ris", b"TY  - NEWS"), (".csl", b"{")]:
            status, _, body = server.ask(finding["url"] + suffix)
            self.assertEqual((status, body[:len(begins)]), (200, begins))
        self.assertIn(finding["url"], server.json(finding["url"] + ".json")["cite"]["bibtex"])

    def test_what_is_not_there_is_missing(self):
        for path in ["/article/0a", f"/article/{article()}/9999", f"/article/{article()}/s1-2", "/actor/nobody", "/nothing"]:
            status, headers, _ = server.ask(path + ".json")
            self.assertEqual((status, headers["content-type"]), (404, "application/problem+json"), path)
            self.assertEqual(server.ask(path, **HTML)[0], 404)


class Compared(unittest.TestCase):
    def test_queries_are_counted_over_time(self):
        model = server.json("/compare.json?by=day&q=type:figure&q=type:statement")
        for series in model["series"]:
            self.assertEqual(len(series["counts"]), len(model["buckets"]))
        self.assertEqual(model["buckets"], sorted(model["buckets"]))
        claims = sum(claim["articles"] for claim in model["claims"])
        self.assertTrue(0 < len(model["claims"]) <= claims <= find("type:figure", limit=1)["total"])

    def test_counts_and_figures_are_files(self):
        rows = server.ask("/compare.csv?by=month&q=type:figure")[2].decode().splitlines()
        self.assertEqual(rows[0], "bucket,query,count")
        lines = server.ask("/compare.jsonl?list=figures&q=type:figure")[2].splitlines()
        self.assertEqual(len(lines), find("type:figure", limit=1)["total"])


class Reading(unittest.TestCase):
    def test_a_text_is_read_and_not_kept(self):
        before = find("type:article")["total"]
        text = "“The dam holds,” Bo Tarn, the engineer, said on Friday."
        model = server.json("/read.json", "POST", text.encode(), Content_Type="text/plain; charset=utf-8")
        self.assertEqual([finding["voice"] for finding in model["findings"] if finding["kind"] == "statement"], ["Bo Tarn"])
        self.assertEqual((model["stored"], find("type:article")["total"]), (False, before))

    def test_a_form_with_a_text_gives_a_page(self):
        body = urllib.parse.urlencode({"text": "Ann Lee said: <script>alert(1)</script>", "title": "<i>x</i>"})
        status, headers, page = server.ask("/read", "POST", body, Content_Type="application/x-www-form-urlencoded", **HTML)
        self.assertEqual((status, headers["content-type"][:9]), (200, "text/html"), page[:300])
        self.assertNotIn(b"<script>alert", page)
        self.assertNotIn(b"<i>x</i>", page)

    def test_a_file_is_read(self):
        page = b"<html><head><title>Dam</title></head><body><article><p>The dam holds, Bo Tarn said on Friday. It is old.</p></article></body></html>"
        body = (b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n\r\n--b\r\nContent-Disposition: form-data; name="file"; '
                b'filename="dam.html"\r\nContent-Type: text/html\r\n\r\n' + page + b"\r\n--b--\r\n")
        model = server.json("/read.json", "POST", body, Content_Type="multipart/form-data; boundary=b")
        self.assertEqual(model["article"]["title"], "Dam")

    def test_too_much_is_refused(self):
        self.assertEqual(server.ask("/read.json", "POST", b"a" * (9 << 20))[0], 413)
        self.assertEqual(server.ask("/read.json", "POST", b"Ann Lee said so. " * 20_000, Content_Type="text/plain")[0], 413)
        self.assertEqual(server.ask("/read.json", "POST", b"")[0], 422)


if __name__ == "__main__":
    unittest.main()
