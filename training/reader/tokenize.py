"""A plain cutter of raw text to words and sentences in the manner of UD English.

For the training sets that come without tokens, and for the rules' sentence starts that the encoder is told.
The program has a finer one of its own; the model is trained to bear the difference.
"""

import re

ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof sen rep gov gen lt col sgt capt st jr sr vs etc inc corp ltd co no jan feb mar apr jun jul aug sep "
    "sept oct nov dec e.g i.e u.s u.k u.n a.m p.m".split())
TOKEN = re.compile(
    r"(?:https?://|www\.)\S*[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?:[A-Za-z]\.){2,}|\d+(?:[.,:]\d+)+|``|''|\.{2,}|-{2,}|[*=_~#]{2,}"
    r"|[^\W_]+(?:['’][^\W_]+)*|\w|[^\w\s]")
CLITIC = re.compile(r"(?i)^(.+?)(n['’]t|['’](?:s|re|ve|ll|d|m))$")
FUSED = {"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3}
CLOSERS = "\"”’')]"


def words(text):
    """(start, end) of each word."""
    spans = []
    for match in TOKEN.finditer(text):
        spans += split_token(match.group(), match.start())
    return join_abbreviations(text, spans)


def split_token(token, at):
    """The words of a token that starts at `at`: clitics by themselves."""
    cut = FUSED.get(token.lower())
    clitic = CLITIC.match(token)
    if clitic:
        cut = clitic.start(2)
    if not cut:
        return [(at, at + len(token))]
    return [(at, at + cut), (at + cut, at + len(token))]


def join_abbreviations(text, spans):
    """Full stops of known abbreviations and initials belong to their word."""
    out = []
    for start, end in spans:
        if text[start:end] == "." and out and out[-1][1] == start and takes_stop(text[slice(*out[-1])]):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def takes_stop(word):
    return word.lower() in ABBREVIATIONS or len(word) == 1 and word.isupper() and word != "I"


def sentence_starts(text, spans):
    """Numbers of the words that open a sentence."""
    starts, ended = set(), True
    for number, (start, end) in enumerate(spans):
        word = text[start:end]
        gap = text[spans[number - 1][1]:start] if number else "\n"
        if "\n" in gap or ended and word not in CLOSERS and not word[0].islower():
            starts.add(number)
            ended = False
        if word in (".", "?", "!") or word[0] == "." and len(word) > 1:
            ended = True
        elif word not in CLOSERS or number in starts:
            ended = False
    return starts
