"""Targets and decoding: what is laid out for training comes back from perfect scores."""

import itertools
import unittest

import numpy as np

from reader import documents, mentions, spans, trees
from reader.heads import attribution, names
from reader.mentions import FORMS, Mention


class Labels(unittest.TestCase):
    def test_round_trip(self):
        found = [(0, 2, 1), (2, 3, 1), (5, 8, 0)]
        self.assertEqual(spans.spans(spans.bio(9, found)), found)

    def test_continuation_without_opening_opens(self):
        self.assertEqual(spans.spans([0, 2, 2, 4]), [(1, 3, 0), (3, 4, 1)])

    def test_viterbi_never_continues_what_was_not_opened(self):
        scores = np.array([[0, 1, 5], [0, 1, 3], [1, 0, 0]], np.float32)
        self.assertEqual(spans.viterbi(scores), [1, 2, 0])

    def test_of_overlapping_spans_the_longer_stays(self):
        self.assertEqual(spans.flatten([(0, 2), (1, 5), (5, 6)]), [(1, 5), (5, 6)])

    def test_words_that_share_a_character(self):
        self.assertEqual(spans.to_words([0, 4, 9], [3, 8, 10], 4, 9), (1, 2))
        self.assertIsNone(spans.to_words([0, 4], [3, 8], 3, 4))


class Names(unittest.TestCase):
    def test_what_a_set_does_not_mark_stays_open(self):
        table = names.allowed([0, 1], "uner")
        event = spans.begin(documents.KINDS.index("event"))
        self.assertTrue(table[0, 0] and table[0, event] and not table[0, 1])
        self.assertEqual(table[1].tolist(), [False, True] + [False] * (names.LABELS - 2))

    def test_articles_and_possessives_are_no_part_of_a_name(self):
        text = "the Kestrian Star's"
        self.assertEqual(documents.trim(text, 0, len(text)), (4, 17))


class Trees(unittest.TestCase):
    def best(self, scores):
        """The best tree by trying all."""
        words = len(scores)
        found = None
        for heads in itertools.product(range(words + 1), repeat=words):
            if heads.count(0) != 1 or any(h == d + 1 for d, h in enumerate(heads)) or trees.cycle(np.array([0, *heads])) is not None:
                continue
            total = sum(scores[d, h] for d, h in enumerate(heads))
            if found is None or total > found[0]:
                found = total, heads
        return found[0]

    def test_equal_to_trying_all(self):
        random = np.random.default_rng(1)
        for words in (1, 2, 3, 4, 5):
            for _ in range(40):
                scores = random.normal(size=(words, words + 1)).astype(np.float32)
                heads = trees.tree(scores) + 1
                self.assertEqual((heads == 0).sum(), 1)
                self.assertIsNone(trees.cycle(np.concatenate([[0], heads])))
                self.assertAlmostEqual(sum(float(scores[d, h]) for d, h in enumerate(heads)), float(self.best(scores)), places=4)


class Statements(unittest.TestCase):
    STATEMENTS = [([(3, 6), (8, 10)], [(7, 8)], [(6, 7)]), ([(12, 15)], [(11, 12)], [])]

    def test_spans_and_links(self):
        found, links = attribution.lay(self.STATEMENTS, 2, 20)
        self.assertEqual(found["content"], [(1, 4), (6, 8), (10, 13)])
        self.assertEqual(links, {"content": [0, 0, 1], "cue": [0, -1]})
        self.assertEqual(attribution.assemble(found, {"content": [0, 0, 1], "cue": [0, None]}), [
            ([(1, 4), (6, 8)], (5, 6), (4, 5)), ([(10, 13)], (9, 10), None)])

    def test_a_link_out_of_the_window_is_unknown(self):
        found, links = attribution.lay(self.STATEMENTS, 8, 20)
        self.assertEqual(found["content"], [(0, 2), (4, 7)])
        self.assertEqual(links["content"], [-2, 0])

    def test_distance_classes(self):
        self.assertEqual(attribution.bucket((0, 2), (2, 3)), 0)
        self.assertEqual(attribution.bucket((2, 3), (0, 2)), len(attribution.BUCKETS))
        self.assertEqual(attribution.bucket((0, 5), (2, 3)), 2 * len(attribution.BUCKETS))


class Coreference(unittest.TestCase):
    def mention(self, words, form="name", at=0):
        forms = [""] * at + words.split()
        return Mention.of(forms, at, len(forms), len(forms) - 1, FORMS.index(form), 0)

    def test_core_words(self):
        self.assertEqual(self.mention("The Red Star 's").core, ("red", "star"))
        self.assertEqual(self.mention("this", "pronoun").core, ("this",))

    def test_far_mentions_with_the_same_words_stay_candidates(self):
        found = [self.mention("Ilana Brodt")] + [self.mention(f"n{n}") for n in range(mentions.NEAR + 9)] + [self.mention("Ilana Brodt")]
        last = mentions.candidates(found)[-1]
        self.assertIn(0, last)
        self.assertEqual(len(last), mentions.NEAR + 1)

    def test_candidates_are_linear(self):
        found = [self.mention("Ilana Brodt") for _ in range(500)]
        self.assertLessEqual(max(map(len, mentions.candidates(found))), mentions.NEAR + 2 * mentions.SAME)

    def test_pair_features(self):
        values = mentions.pair_features([self.mention("Port Almeda Council"), self.mention("PAC")], 1, 0)
        self.assertEqual(len(values), mentions.PAIR)
        self.assertEqual(values[9:15], [0, 0, 0, 1, 0, 1])

    def test_clusters_follow_links(self):
        self.assertEqual(mentions.clusters([None, 0, None, 1, 2]), [0, 0, 1, 0, 1])


if __name__ == "__main__":
    unittest.main()
