"""Tests of the evaluation script's own reckoning."""

import importlib.machinery
import importlib.util
import pathlib
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent


def load():
    loader = importlib.machinery.SourceFileLoader("eval_run", str(HERE / "run"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("eval_run", loader))
    loader.exec_module(module)
    return module


RUN = load()


class Goals(unittest.TestCase):
    def test_every_goal_names_its_set_and_measure(self):
        for goal in RUN.goals():
            self.assertTrue(goal["task"] and goal["gold"] and goal["measure"] and goal["what"], goal)
            for bound in (goal["must"], goal["aim"]):
                self.assertTrue(bound == "" or 0 < float(bound) <= 1, goal)

    def test_of_conllu_the_raw_text_is_read(self):
        self.assertEqual(RUN.source_of(pathlib.Path("a/dev.conllu")), pathlib.Path("a/dev.jsonl"))
        self.assertEqual(RUN.source_of(pathlib.Path("a/dev.jsonl.gz")), pathlib.Path("a/dev.jsonl.gz"))

    def test_a_part_keeps_its_documents_in_gold_and_input(self):
        with tempfile.TemporaryDirectory() as folder:
            whole, part = pathlib.Path(folder) / "whole", pathlib.Path(folder) / "part"
            whole.mkdir(), part.mkdir()
            (whole / "dev.conllu").write_text("# newdoc id = news_a\n1\tA\n\n# newdoc id = bio_b\n1\tB\n\n", encoding="utf-8")
            (whole / "dev.jsonl").write_text('{"id": "news_a"}\n{"id": "bio_b"}\n', encoding="utf-8")
            self.assertEqual(RUN.narrowed(whole / "dev.conllu", "", part), whole / "dev.conllu")
            gold = RUN.narrowed(whole / "dev.conllu", "news,talk", part)
            self.assertEqual(gold.read_text(encoding="utf-8"), "# newdoc id = news_a\n1\tA\n\n")
            self.assertEqual(RUN.source_of(gold).read_text(encoding="utf-8"), '{"id": "news_a"}\n')

    def test_brackets_mark_the_words_of_an_event(self):
        text, span = RUN.marked("They will [meet] again.")
        self.assertEqual((text, text[slice(*span)]), ("They will meet again.", "meet"))
        event = {"type": "AGREE", "status": "planned", "mentions": [{"start": 10, "end": 14}]}
        self.assertEqual(RUN.reported({"events": [event]}, span), [("AGREE", "planned")])
        self.assertEqual(RUN.reported({"events": [event]}, (0, 4)), [])

    def test_verdicts(self):
        self.assertEqual(RUN.verdict(0.95, ".9", ".95"), "aim met")
        self.assertEqual(RUN.verdict(0.92, ".9", ".95"), "met")
        self.assertEqual(RUN.verdict(0.89, ".9", ".95"), "**short**")
        self.assertEqual(RUN.verdict(0.89, "", ""), "")

    def test_a_row_has_a_cell_for_every_column(self):
        goal = dict(what="x", measure="f1", must=".5", aim=".9", rivals="y .4")
        self.assertEqual(RUN.row(goal, {"f1": 0.5}), "| x | 0.5000 | .5 | .9 | met | y .4 |")


if __name__ == "__main__":
    unittest.main()
