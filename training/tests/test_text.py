"""From text to words, pieces and features."""

import unittest

from reader import documents, features, tokenize, windows, wordpiece

VOCAB = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "port", "al", "##meda", "n", "'", "t", "cafe", ".", "-", "f", "16", "said", "\"", "rain"]


def words(text):
    return [text[a:b] for a, b in tokenize.words(text)]


class Words(unittest.TestCase):
    def check(self, text, expected):
        self.assertEqual(words(text), expected.split("|"))

    def test_clitics_are_words(self):
        self.check("Ann's dog didn't bark; they’ve left.", "Ann|'s|dog|did|n't|bark|;|they|’ve|left|.")

    def test_abbreviations_keep_their_stop(self):
        self.check("Mr. Lasz of the U.S. paid $4.5.", "Mr.|Lasz|of|the|U.S.|paid|$|4.5|.")

    def test_every_character_is_in_a_word(self):
        text = "“Öst-vik” (pop. 1,200)… see http://a.example/b?c=1, @x #y \N{GRINNING FACE}"
        self.assertEqual("".join(words(text)), "".join(text.split()))

    def test_sentences_end_after_closing_marks(self):
        text = "“Rain fell.” The river rose. dr. Lasz left\n\nNext"
        spans = tokenize.words(text)
        starts = tokenize.sentence_starts(text, spans)
        self.assertEqual([text[slice(*spans[n])] for n in sorted(starts)], ["“", "The", "Next"])


class Pieces(unittest.TestCase):
    def setUp(self):
        self.tokenizer = wordpiece.WordPiece(VOCAB)

    def check(self, word, *expected):
        self.assertEqual([VOCAB[n] for n in self.tokenizer.pieces(word)], list(expected))

    def test_longest_match_first(self):
        self.check("Almeda", "al", "##meda")

    def test_accents_and_case_are_dropped(self):
        self.check("CAFÉ", "cafe")

    def test_punctuation_stands_alone(self):
        self.check("n't", "n", "'", "t")
        self.check("F-16", "f", "-", "16")

    def test_what_is_not_known(self):
        self.check("xyz", "[UNK]")
        self.check("\u200b", "[UNK]")
        self.check("portx", "[UNK]")
        self.check("a" * 200, "[UNK]")

    def test_long_words_are_cut(self):
        self.check("." * 30, *["."] * wordpiece.MAX_PIECES)


class Features(unittest.TestCase):
    def test_case(self):
        for word, expected in (("rain", features.LOWER), ("Rain", features.TITLE), ("I", features.TITLE), ("UN", features.UPPER),
                               ("iPhone", features.MIXED), ("McCoy", features.MIXED), ("F-16", features.TITLE), ("2019", features.DIGITS),
                               ("—", features.OTHER), ("don't", features.LOWER)):
            self.assertEqual(features.case_class(word), expected, word)

    def test_quotation_marks(self):
        words = "He : “ no ” . \" yes then".split()
        flags = features.quote_flags(words, {0, 8})
        self.assertEqual(flags, [1, 1, 3, 2, 3, 1, 3, 2, 1])

    def test_leads(self):
        self.assertEqual(features.leads(["", " ", "", " ", "\n\n"], {0, 3, 4}), [4, 2, 1, 3, 4])

    def test_paragraphs(self):
        self.assertEqual([features.paragraph_bucket(n) for n in (0, 1, 2, 3, 4, 7, 8, 99)], [1, 2, 3, 3, 4, 4, 5, 5])


class Windows(unittest.TestCase):
    def test_paragraphs_before_sentences_before_words(self):
        self.assertEqual(windows.pack([1] * 10, [{4, 8}, {2, 4, 6, 8}], 5), [(0, 4), (4, 8), (8, 10)])
        self.assertEqual(windows.pack([1] * 6, [set(), {2}], 4), [(0, 2), (2, 6)])
        self.assertEqual(windows.pack([1] * 6, [set(), set()], 4), [(0, 4), (4, 6)])

    def test_every_word_is_in_one_window(self):
        tokenizer = wordpiece.WordPiece(VOCAB)
        doc = documents.from_text("x", "Rain said port. " * 40 + "\n\n" + "rain " * 90, "own")
        found = windows.windows(doc, tokenizer, length=32)
        self.assertEqual([w.first for w in found][1:], [w.last for w in found][:-1])
        self.assertEqual(found[-1].last, len(doc.forms))
        for w in found:
            self.assertLessEqual(len(w.ids), 32)
            self.assertEqual(len(w.starts), w.last - w.first)
            self.assertEqual(sum(b - a for a, b in w.sentences), w.last - w.first)


if __name__ == "__main__":
    unittest.main()
