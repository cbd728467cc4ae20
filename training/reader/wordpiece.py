"""Uncased WordPiece, one word at a time.

A word is lowercased, decomposed (NFD), freed of combining marks (category Mn), of control and format characters
(Cc, Cf) and of white space, cut at punctuation (each mark by itself, as BERT does), and each part is matched greedily,
longest first, against the vocabulary. A part that cannot be matched, or has more than 100 characters, is [UNK];
a word that comes out empty is [UNK]; of a word only the first MAX_PIECES pieces are kept.
"""

import unicodedata
from functools import lru_cache

MAX_PIECES = 8
MAX_PART = 100


def is_punctuation(char):
    """ASCII marks and symbols, and every character of a Unicode category P*."""
    code = ord(char)
    ascii_mark = 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    return ascii_mark or unicodedata.category(char).startswith("P")


def clean(word):
    """Lowercase without accents, control characters and white space."""
    out = []
    for char in unicodedata.normalize("NFD", word.lower()):
        category = unicodedata.category(char)
        if category not in ("Mn", "Cc", "Cf") and not char.isspace() and char != "\ufffd":
            out.append(char)
    return "".join(out)


def parts(word):
    """A cleaned word cut at punctuation."""
    out, glue = [], False
    for char in word:
        if is_punctuation(char):
            out.append(char)
            glue = False
        elif glue:
            out[-1] += char
        else:
            out.append(char)
            glue = True
    return out


class WordPiece:
    """The vocabulary and the matching; `pieces` gives ids."""

    def __init__(self, vocab):
        self.vocab = {piece: number for number, piece in enumerate(vocab)}
        self.unk, self.cls, self.sep, self.mask = (self.vocab[x] for x in ("[UNK]", "[CLS]", "[SEP]", "[MASK]"))
        self.pieces = lru_cache(maxsize=200_000)(self._pieces)

    @classmethod
    def load(cls, path):
        with open(path, encoding="utf-8") as lines:
            return cls([line.rstrip("\n") for line in lines])

    def _pieces(self, word):
        found = [piece for part in parts(clean(word)) for piece in self._match(part)]
        return tuple(found[:MAX_PIECES]) or (self.unk,)

    def _match(self, part):
        if len(part) > MAX_PART:
            return [self.unk]
        out, start = [], 0
        while start < len(part):
            end = len(part)
            while end > start:
                piece = ("##" if start else "") + part[start:end]
                if piece in self.vocab:
                    break
                end -= 1
            if end == start:
                return [self.unk]
            out.append(self.vocab[piece])
            start = end
        return out
