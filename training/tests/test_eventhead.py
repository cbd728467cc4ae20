"""The examples of the events head, what is asked of them, and the net."""

import pathlib
import unittest

import numpy as np

from eventhead import examples, relations, tasks
from eventhead.net import Average, Net, shares

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


class Relations(unittest.TestCase):
    """Police of Keld, and the ten ex-officers: what is done is *arrested*."""

    def kinds(self, **likely):
        """Probabilities by form: of each the number of a type, from 1, and how likely it is."""
        def table(may):
            found = np.zeros((len(may), 1 + len(tasks.TYPES)))
            for row, word in enumerate(may):
                kind, share = likely.get(word.lemma, (1, 0.0))
                found[row, kind] = share
            return found
        return table

    def test_the_head_of_a_party_is_its_highest_word(self):
        own = words()
        self.assertEqual(relations.head((0, len("Police of Keld")), own), own[0])

    def test_what_is_done_stands_between_the_two(self):
        own = words()
        relation = relations.Relation(TEXT, (0, len("Police of Keld")), (TEXT.index("ten"), TEXT.index(". Police")), None)
        event = relations.trigger(relation, own, self.kinds())
        self.assertEqual((event.trigger, event.actors, event.recipients), (own[3], [own[0]], [own[5]]))

    def test_parties_in_two_sentences_have_no_event(self):
        left = TEXT.rindex("Police")
        self.assertIsNone(relations.trigger(relations.Relation(TEXT, (0, 6), (left, left + 6), None), words(), self.kinds()))

    def test_a_word_of_the_class_that_is_told_is_likelier(self):
        own = words()
        likely = {"arrested": (1, 0.9), "ten": (1 + tasks.TYPES.index("COERCE"), 0.8)}
        own[4].upos, own[4].head, own[5].head = "NOUN", 3, 4
        found = [relations.trigger(relations.Relation(TEXT, (0, 6), (own[5].start, own[5].end), quad), own, self.kinds(**likely)) for quad in (None, 4)]
        self.assertEqual([event.trigger for event in found], [own[3], own[4]])


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
    def setUp(self):
        self.x = np.random.default_rng(1).normal(3, 2, (400, 6)).astype(np.float32)
        self.y = (self.x[:, 0] > self.x[:, 1]).astype(int)
        self.nets = [Net(self.x, 2, 16, seed).train(self.x, self.y) for seed in (1, 2)]

    def check(self, net):
        """The written layers are the net."""
        own = net.tensors("net")
        hidden = np.maximum(self.x @ own["net.inner.weight"].T + own["net.inner.bias"], 0)
        scores = hidden @ own["net.out.weight"].T + own["net.out.bias"]
        np.testing.assert_allclose(shares(scores), net.probabilities(self.x), atol=1e-3)

    def test_a_net_learns(self):
        self.assertGreater((self.nets[0].probabilities(self.x).argmax(1) == self.y).mean(), 0.8)

    def test_the_written_layers_are_the_trained_net(self):
        self.check(self.nets[0])

    def test_nets_that_are_averaged_are_written_as_one(self):
        self.check(Average(self.nets))


if __name__ == "__main__":
    unittest.main()
