"""One text: what is found in it, and how it is asked for."""

import copy
import glob
import json
import pickle
import threading
import time
import unittest
import warnings

import annals
from common import InFolder, annals as program

TEXT = "The minister said on Tuesday that 40 people had died in Goma."


class Reading(unittest.TestCase):
    def setUp(self):
        self.doc = annals.read(TEXT, published="2024-05-14")

    def test_who_says_what(self):
        lines = [f"{s.speaker} | {s.text} | {s.sentence.text}" for s in self.doc.statements]
        self.assertEqual(lines, [f"The minister | that 40 people had died in Goma | {TEXT}"])

    def test_a_figure_has_a_voice(self):
        figure = self.doc.figures[0]
        self.assertEqual((figure.low, figure.high, figure.measure, figure.unit), (40.0, 40.0, "killed", "people"))
        self.assertEqual(figure.voice, "The minister")
        self.assertEqual(figure.voice.statement, self.doc.statements[0])
        self.assertFalse(figure.voice.is_article)
        self.assertEqual(figure.place.country, "COD")

    def test_what_the_article_says_itself(self):
        figure = annals.read("Ten people were killed in Goma.").figures[0]
        self.assertEqual(str(figure.voice), "article")
        self.assertTrue(figure.voice.is_article)
        self.assertIsNone(figure.voice.statement)
        self.assertIsNone(figure.statement)

    def test_days_are_told_by_the_day_of_publication(self):
        self.assertEqual([(t.text, t.value) for t in self.doc.times], [("Tuesday", "2024-05-14")])

    def test_events_with_their_sides(self):
        doc = annals.read("Police arrested ten students in Goma on Monday.", published="2024-05-14")
        event = doc.events[0]
        self.assertEqual(event.type, "COERCE")
        self.assertIn("Police", [str(actor) for actor in event.actors])
        self.assertEqual(str(event.date), "2024-05-13")
        self.assertEqual(event.date.time, doc.times[0])
        self.assertEqual(str(event.voice), "article")
        self.assertEqual(event.sentence.number, 0)

    def test_what_is_known_beforehand(self):
        doc = annals.read(
            "Rain fell.", title="Rain", uri="https://www.herald.example/rain", byline="Ann Lee", key="7"
        )
        self.assertEqual((doc.title, doc.source, doc.byline, doc.key), ("Rain", "herald.example", ["Ann Lee"], "7"))
        self.assertEqual(annals.read("Rain fell.", byline=["Ann Lee", "Bo Ray"]).byline, ["Ann Lee", "Bo Ray"])
        self.assertIsNone(doc.published)

    def test_spans_count_code_points(self):
        text = "🌧️ “Não há água,” said Zoë Åkesson in São Paulo. Ten people — naïve café owners — were hurt."
        doc = annals.read(text)
        findings = [*doc.entities, *doc.events, *doc.figures, *doc.times, *doc.places, *doc.sentences]
        findings += [mention for entity in doc.entities for mention in entity.mentions]
        findings += [part for statement in doc.statements for part in statement.content]
        findings += [s.speaker for s in doc.statements if s.speaker] + [s.cue for s in doc.statements if s.cue]
        self.assertGreater(len(findings), 8)
        for finding in findings:
            self.assertEqual(text[finding.start : finding.end], finding.text)
        self.assertEqual(doc.statements[0].text, "“Não há água,”")
        self.assertEqual(str(doc.statements[0].speaker), "Zoë Åkesson")

    def test_halves_of_characters_are_replaced(self):
        doc = annals.read("Rain fell \ud83d here.")
        self.assertEqual(doc.text, "Rain fell \ufffd here.")

    def test_a_text_of_nothing_is_refused(self):
        for text in ["", " \n"]:
            with self.assertRaises(annals.ArticleUnreadable) as raised:
                annals.read(text)
            self.assertIn("empty", str(raised.exception))

    def test_other_languages_are_told(self):
        text = "Der Bürgermeister sagte am Dienstag, dass die Brücke gesperrt bleibt, bis das Wasser wieder sinkt. "
        doc = annals.read(text + "Die Feuerwehr hat in der Nacht mehr als zwanzig Keller ausgepumpt und eine Straße gesperrt.")
        self.assertEqual(doc.language, "de")
        self.assertIn("not in English", doc.notes[0].message)
        self.assertEqual(len(doc.statements), 0)

    def test_it_reads_what_the_program_reads(self):
        line = json.dumps({"id": "7", "text": TEXT, "published": "2024-05-14", "source": "Herald"})
        printed = program("read", "-", stdin=line.encode()).decode()
        doc = annals.read(TEXT, key="7", published="2024-05-14", source="Herald")
        self.assertEqual(doc.to_json() + "\n", printed)
        self.assertEqual(doc.to_dict(), json.loads(printed))
        self.assertEqual(doc.engine, annals.engine())

    def test_the_lock_is_free_meanwhile(self):
        counted, done = [0], threading.Event()

        def count():
            while not done.is_set():
                counted[0] += 1
                time.sleep(0.001)

        counter = threading.Thread(target=count)
        counter.start()
        before = counted[0]
        annals.read("The mayor of Goma said on Monday that ten people had died. " * 400)
        during = counted[0] - before
        done.set()
        counter.join()
        self.assertGreater(during, 20)

    def test_many_threads_read_at_once(self):
        docs = []
        threads = [threading.Thread(target=lambda: docs.append(annals.read(TEXT))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len({doc.to_json() for doc in docs}), 1)
        self.assertEqual(len(docs), 4)


class Documents(InFolder):
    def setUp(self):
        super().setUp()
        self.doc = next(iter(annals.read_many("examples/halvet-quillon.html")))

    def test_findings_are_a_sequence(self):
        statements = self.doc.statements
        self.assertGreater(len(statements), 2)
        self.assertEqual(statements[-1], statements[len(statements) - 1])
        self.assertEqual([s.id for s in statements[::-1]], [s.id for s in reversed(list(statements))])
        self.assertEqual(list(statements[1:2]), [statements[1]])
        self.assertEqual(list(statements[5:1]), [])
        with self.assertRaises(IndexError):
            statements[len(statements)]
        with self.assertRaises(TypeError):
            statements["first"]

    def test_a_finding_by_its_id(self):
        for kind in ["entities", "statements", "events", "figures", "times", "places"]:
            for finding in getattr(self.doc, kind):
                self.assertEqual(self.doc[finding.id], finding)
        with self.assertRaises(KeyError):
            self.doc["s0-0"]

    def test_attributes_are_those_of_the_record(self):
        record = self.doc.to_dict()
        kinds = ["entities", "statements", "events", "figures", "times", "places"]
        for kind in kinds:
            for finding, plain in zip(getattr(self.doc, kind), record[kind], strict=True):
                self.assertEqual(finding.to_dict(), plain)
                for name, value in plain.items():
                    given = getattr(finding, name)
                    if isinstance(value, str | float | bool) and not hasattr(given, "id"):
                        self.assertEqual(given, value, f"{kind} {name}")
                    elif value is None:
                        self.assertIsNone(given, f"{kind} {name}")
        for name, value in record["article"].items():
            self.assertEqual(getattr(self.doc, name), value, name)

    def test_it_goes_through_pickle_and_json(self):
        for back in [
            pickle.loads(pickle.dumps(self.doc)),
            annals.Document.from_json(self.doc.to_json()),
            copy.deepcopy(self.doc),
        ]:
            self.assertEqual(back, self.doc)
            self.assertEqual(back.to_json(), self.doc.to_json())
        self.assertEqual(len({self.doc, pickle.loads(pickle.dumps(self.doc))}), 1)

    def test_what_is_no_record_is_refused(self):
        broken = self.doc.to_dict()
        broken["sentences"][0]["end"] = 10**6
        for line in ["", "{}", "[1]", json.dumps(broken)]:
            with self.assertRaises(ValueError):
                annals.Document.from_json(line)

    def test_a_notebook_shows_the_marked_text(self):
        page = self.doc._repr_html_()
        for part in ["content", "speaker", "cue", "figure", "time", "place"]:
            self.assertIn(f'class="{part}', page)
        quoted = annals.read('He said: "<b>Ten</b> & more" were hurt. Rain fell in Goma.', title="<script>")
        page = quoted._repr_html_()
        self.assertIn("&lt;b&gt;", page)
        self.assertNotIn("<b>", page)
        self.assertNotIn("<script>", page)

    def test_it_says_what_it_is(self):
        self.assertIn("sentences", repr(self.doc))
        self.assertRegex(repr(self.doc.statements), r"^<\d+ statements>$")
        self.assertRegex(repr(self.doc.statements[0]), r"^<Statement s\d+-\d+ ")


class ManyFiles(InFolder):
    def test_records_are_those_of_the_program_byte_for_byte(self):
        printed = program("read", "examples/", "--jobs", "1", "--format", "jsonl")
        for jobs in [1, 3]:
            rows = annals.read_many("examples/", jobs=jobs)
            rows.write_jsonl(self.folder / "records.jsonl")
            self.assertEqual((self.folder / "records.jsonl").read_bytes(), printed)
        records = [json.loads(line) for line in printed.splitlines()]
        self.assertEqual(list(annals.read_many("examples/").records()), records)
        docs = [doc.to_dict() for doc in annals.read_many("examples/")]
        self.assertEqual(docs, records)

    def test_patterns_folders_and_lists(self):
        html = [doc.id for doc in annals.read_many("examples/*.html")]
        printed = program("read", *sorted(glob.glob("examples/*.html")))
        self.assertEqual(html, [json.loads(line)["article"]["id"] for line in printed.splitlines()])
        self.assertGreater(len(html), 3)
        both = [doc.uri for doc in annals.read_many([self.given("a.txt"), "examples/basin-summit.txt"])]
        self.assertEqual(both, [str(self.folder / "a.txt"), "examples/basin-summit.txt"])

    def given(self, name, text="Rain fell on the hills."):
        (self.folder / name).write_text(text)
        return self.folder / name

    def test_nothing_is_read_until_it_is_asked_for(self):
        rows = annals.read_many(self.folder / "later.txt")
        self.assertIn("not read yet", repr(rows))
        self.given("later.txt")
        self.assertEqual(len(rows.articles), 1)
        self.assertIn("1 articles, 0 errors", repr(rows))

    def test_failures_are_rows_of_errors_and_a_warning(self):
        good, empty = self.given("a.txt"), self.given("b.txt", "")
        rows = annals.read_many([good, empty, self.folder / "missing.txt", "nothing/*.html", good])
        with self.assertWarnsRegex(annals.ReadWarning, "3 of 5 articles could not be read"):
            docs = list(rows)
        self.assertEqual([doc.uri for doc in docs], [str(good)] * 2)
        with self.assertWarns(annals.ReadWarning):
            errors = rows.errors.to_dicts()
        self.assertEqual([error["number"] for error in errors], [1, 2, 3])
        self.assertEqual([error["uri"] for error in errors][:2], [str(empty), str(self.folder / "missing.txt")])
        self.assertIn("empty", errors[0]["message"])
        self.assertIn("cannot be opened", errors[2]["message"])

    def test_a_reader_that_stops_early_leaves_nothing_behind(self):
        before = threading.active_count()
        for _ in range(3):
            self.assertIsNotNone(next(iter(annals.read_many("examples/", jobs=2))))
        self.assertEqual(threading.active_count(), before)

    def test_numbers_of_threads_that_are_none(self):
        for jobs in [0, -1, 5000]:
            with self.assertRaises(ValueError):
                annals.read_many("examples/", jobs=jobs)

    def test_no_files_are_no_rows(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            rows = annals.read_many([])
            self.assertEqual((list(rows), len(rows.articles)), ([], 0))


if __name__ == "__main__":
    unittest.main()
