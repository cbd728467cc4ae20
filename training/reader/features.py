"""What the encoder is told beside the pieces: four small numbers a word, 0 for [CLS], [SEP] and padding."""

SIZES = {"lead": 5, "case": 7, "quote": 4, "paragraph": 6}
NAMES = tuple(SIZES)

GLUED, SPACED, SENTENCE, PARAGRAPH = 1, 2, 3, 4
LOWER, TITLE, UPPER, MIXED, DIGITS, OTHER = 1, 2, 3, 4, 5, 6
OUTSIDE, INSIDE, MARK = 1, 2, 3

OPENING, CLOSING, TOGGLING = ("“", "„", "``"), ("”", "''"), ('"',)


def case_class(word):
    """Case of the cased letters: lower, Title (one capital at their head), UPPER (two or more), mixed; else digits or other."""
    cased = [c for c in word if c.isupper() or c.islower()]
    if not cased:
        return DIGITS if any(c.isdigit() for c in word) else OTHER
    capitals = sum(c.isupper() for c in cased)
    if capitals == 0:
        return LOWER
    if capitals == 1 and cased[0].isupper():
        return TITLE
    return UPPER if capitals == len(cased) else MIXED


def quote_flags(words, paragraph_starts):
    """OUTSIDE, INSIDE or MARK for each word; every paragraph begins outside, an unclosed mark holds to its end."""
    flags, open_ = [], False
    for number, word in enumerate(words):
        if number in paragraph_starts:
            open_ = False
        if word in TOGGLING:
            open_ = not open_
        elif word in OPENING:
            open_ = True
        elif word in CLOSING:
            open_ = False
        else:
            flags.append(INSIDE if open_ else OUTSIDE)
            continue
        flags.append(MARK)
    return flags


def paragraph_bucket(number):
    """1: the first paragraph of the article, 2: the second, 3: up to the fourth, 4: up to the eighth, 5: later."""
    for bucket, last in ((1, 0), (2, 1), (3, 3), (4, 7)):
        if number <= last:
            return bucket
    return 5


def leads(gaps, sentence_starts):
    """How each word follows the last: `gaps` is the text before each word, `sentence_starts` the rules' sentences."""
    out = []
    for number, gap in enumerate(gaps):
        if number == 0 or "\n" in gap:
            out.append(PARAGRAPH)
        elif number in sentence_starts:
            out.append(SENTENCE)
        else:
            out.append(SPACED if gap else GLUED)
    return out
