"""The examples of the events head, what is asked of them, and the net."""

import pathlib
import unittest

import numpy as np

from eventhead import examples, tasks
from eventhead.net import Net

MARKED = pathlib.Path(__file__).resolve().parent.parent / "eventhead" / "sentences.tsv"
TEXT = "Police of Keld arrested ten ex-officers. Police left."


def words():
    """The words of TEXT with the heads a parser might give."""
    heads = [3, 2, 0, None, 5, 3, None, 6]
    forms = ["Police", "of", "Keld", "arrested", "ten", "ex-officers", "Police", "left"]
    upos = ["NOUN", "ADP", "PROPN", "VERB", "NUM", "NOUN", "NOUN", "VERB"]
    found, at = [], 0
    for number, (form, head) in enumerate(zip(forms, heads)):
        at = TEXT.index(form, at)
        found.append(examples.Word(0, at, at + len(form), upos[number], form.lower(), number, number // 6, head, number))
        at += len(form)
    return found


class Marks(unittest.TestCase):
    def test_second_of_a_form(self):
        self.assertEqual(examples.word(TEXT, "Police#2", words()).number, 6)

    def test_part_of_a_word_stands_for_the_whole(self):
        self.assertEqual(examples.word(TEXT, "officers", words()).number, 5)

    def test_what_does_not_stand_there_is_an_error(self):
        with self.assertRaises(examples.Missing):
            examples.word(TEXT, "soldiers", words())

    def test_every_mark_stands_in_its_sentence(self):
        names = {"actual", "planned", "possible", "negated", "demanded"}
        for text, rows in examples.sentences(MARKED).items():
            for row in rows:
                if row["trigger"] == "-":
                    self.assertEqual({row[name] for name in examples.COLUMNS[1:]}, {"-"}, text)
                    continue
                self.assertIn(row["type"], tasks.TYPES, text)
                self.assertIn(row["status"], names, text)
                marks = [row["trigger"], *row["actors"].split("|"), *row["recipients"].split("|")]
                for form in (mark.partition("#")[0] for mark in marks if mark != "-"):
                    self.assertIn(form.lower(), text.lower())


class Tasks(unittest.TestCase):
    def test_steps_up_and_down_the_tree(self):
        own = words()
        by_number = {word.number: word for word in own}
        self.assertEqual(tasks.steps(own[3], own[0], by_number), 1)
        self.assertEqual(tasks.steps(own[3], own[2], by_number), 2)
        self.assertEqual(tasks.steps(own[2], own[5], by_number), 3)
        self.assertEqual(tasks.steps(own[1], own[4], by_number), tasks.STEPS)

    def test_pairs_stay_in_the_sentence(self):
        own = words()
        event = examples.Event(own[3], "COERCE", "arrest", "actual", [own[0]], [own[5]])
        found = tasks.pairs(np.zeros((8, examples.VECTOR), dtype=np.float32), [[event]], [own])
        self.assertEqual(found.y.tolist(), [1, 0, 0, 2])  # Police, Keld, ten, ex-officers


class Nets(unittest.TestCase):
    def test_the_written_layers_are_the_trained_net(self):
        x = np.random.default_rng(1).normal(3, 2, (400, 6)).astype(np.float32)
        y = (x[:, 0] > x[:, 1]).astype(int)
        net = Net(x, 2, 16, 1).train(x, y)
        found = net.probabilities(x)
        self.assertGreater((found.argmax(1) == y).mean(), 0.8)
        own = net.tensors("net")
        hidden = np.maximum(x @ own["net.inner.weight"].T + own["net.inner.bias"], 0)
        scores = hidden @ own["net.out.weight"].T + own["net.out.bias"]
        self.assertTrue((scores.argmax(1) == found.argmax(1)).all())


if __name__ == "__main__":
    unittest.main()
