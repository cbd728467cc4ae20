"""The inner module: classes of what is found, and what the package is built on."""

import os
from collections.abc import Sequence
from typing import Any, Generic, TypeVar, final, overload

__all__ = [
    "Alternate",
    "Batches",
    "Cue",
    "Document",
    "Entity",
    "Event",
    "EventDate",
    "Figure",
    "Findings",
    "Frame",
    "Mention",
    "Note",
    "Participant",
    "Place",
    "Sentence",
    "Span",
    "Speaker",
    "Statement",
    "Store",
    "Stream",
    "Time",
    "Voice",
    "__version__",
    "engine",
    "kinds",
    "read",
    "schema",
]

__version__: str

_Finding = TypeVar("_Finding", covariant=True)

@final
class Findings(Sequence[_Finding], Generic[_Finding]):
    """Findings of one kind, in the order of the text: a sequence whose items are made when they are taken."""

    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: int, /) -> _Finding: ...
    @overload
    def __getitem__(self, index: slice, /) -> list[_Finding]: ...

@final
class Document:
    """An article and what was found in it. Made by `annals.read` and `annals.read_many`.

    Spans count code points of `text`, so that `doc.text[finding.start:finding.end]` are its words. What is unknown is None.
    In a notebook it shows its text with the findings marked.
    """

    @property
    def id(self) -> str:
        """Id of the article: digest of its uri (or else its key) and text, the same in every store."""
    @property
    def key(self) -> str | None:
        """The caller's own id of the article."""
    @property
    def uri(self) -> str | None:
        """Address or path of the article."""
    @property
    def source(self) -> str | None:
        """Outlet: domain or given name."""
    @property
    def title(self) -> str | None:
        """Headline, without the outlet's name; no part of the text."""
    @property
    def byline(self) -> list[str]:
        """Authors, without "By"."""
    @property
    def section(self) -> str | None:
        """Section of the outlet."""
    @property
    def story_code(self) -> str | None:
        """Number the outlet gives the story."""
    @property
    def published(self) -> str | None:
        """When the article was published: ISO 8601, a day or a time, with its zone where one was given."""
    @property
    def published_from(self) -> str | None:
        """Where `published` was found: input json-ld open-graph meta time-element url text."""
    @property
    def modified(self) -> str | None:
        """When the article was last changed, written as `published` is."""
    @property
    def language(self) -> str | None:
        """ISO 639-1 code of the article's language, or 639-3 where there is none."""
    @property
    def text(self) -> str:
        """The article's text."""
    @property
    def engine(self) -> str:
        """What read the article: version of annals and digest of the model."""
    @property
    def sentences(self) -> Findings[Sentence]:
        """Its sentences."""
    @property
    def entities(self) -> Findings[Entity]:
        """Things of the world, one for each."""
    @property
    def statements(self) -> Findings[Statement]:
        """Who says what."""
    @property
    def events(self) -> Findings[Event]:
        """Who does what to whom."""
    @property
    def figures(self) -> Findings[Figure]:
        """How many of what, and who says so."""
    @property
    def times(self) -> Findings[Time]:
        """Expressions of time."""
    @property
    def places(self) -> Findings[Place]:
        """Named places with their coordinates."""
    @property
    def notes(self) -> list[Note]:
        """What did not go as it should while the article was read."""
    def __getitem__(self, id: str, /) -> Entity | Statement | Event | Figure | Time | Place:
        """The finding of that id, such as "s120-188"."""
    def to_dict(self) -> dict[str, Any]:
        """The record as dicts and lists, the same as `annals read` prints."""
    def to_json(self) -> str:
        """The record as a line of JSON, byte for byte as `annals read` prints it, without the line's end."""
    @staticmethod
    def from_json(line: str) -> Document:
        """The document of a record in JSON, such as a line that `annals read` printed."""
    def _repr_html_(self) -> str: ...

class _Spanned:
    @property
    def start(self) -> int:
        """First code point in the article's text."""
    @property
    def end(self) -> int:
        """Code point behind the last."""
    @property
    def text(self) -> str:
        """The words."""

class _Found(_Spanned):
    @property
    def id(self) -> str:
        """Id in the article: a letter for the kind, and the span."""
    @property
    def sentence(self) -> Sentence | None:
        """The sentence in which it begins."""
    def to_dict(self) -> dict[str, Any]:
        """As the record writes it."""

@final
class Span(_Spanned):
    """A piece of the text."""

@final
class Sentence(_Spanned):
    """A sentence."""

    @property
    def number(self) -> int:
        """Number of the sentence in the article, from 0."""
    @property
    def paragraph(self) -> int:
        """Number of its paragraph, from 0."""
    def to_dict(self) -> dict[str, Any]:
        """As the record writes it."""

@final
class Cue(_Spanned):
    """The words that report a statement."""

    @property
    def lemma(self) -> str:
        """Lemma of their head."""
    @property
    def stance(self) -> str:
        """How the speaker stands to what is said: neutral assert deny doubt promise threaten demand praise blame."""
    @property
    def negated(self) -> bool:
        """Whether the text says that this was not said."""

@final
class Speaker(_Spanned):
    """Who says something: the words that name them, and the entity behind these. Prints as the entity's name, or else the words."""

    @property
    def name(self) -> str:
        """Name of the entity, as the article gives it at its fullest; or else the words."""
    @property
    def entity(self) -> Entity | None:
        """The entity behind the words."""
    @property
    def by(self) -> str:
        """What chose the speaker: model cue tree introduction carried."""
    @property
    def score(self) -> float | None:
        """How sure words and entity are, 0 to 1; None where a rule chose and the words are a name."""
    @property
    def alternates(self) -> list[Alternate]:
        """Others that came close, the likeliest first."""

@final
class Alternate(_Spanned):
    """Somebody else who may have said something."""

    @property
    def entity(self) -> Entity | None:
        """The entity behind the words."""
    @property
    def score(self) -> float:
        """How likely it is, 0 to 1."""

@final
class Participant(_Spanned):
    """To whom something is said: the words, and the entity behind them."""

    @property
    def name(self) -> str:
        """Name of the entity, or else the words."""
    @property
    def entity(self) -> Entity | None:
        """The entity behind the words."""

@final
class Mention(_Spanned):
    """A place where an entity is mentioned."""

    @property
    def form(self) -> str:
        """How the entity is mentioned: name nominal pronoun."""
    @property
    def head(self) -> Span | None:
        """The head word or words."""
    @property
    def sentence(self) -> Sentence | None:
        """The sentence."""

@final
class Voice:
    """Who says a finding: the article itself, or the speaker of the statement that carries it.

    Prints as "article", the speaker's name, or "?" where the article names nobody; it equals a text that is the same.
    """

    @property
    def name(self) -> str:
        """"article", the speaker's name, or "?"."""
    @property
    def is_article(self) -> bool:
        """Whether the article says it itself."""
    @property
    def entity(self) -> Entity | None:
        """The entity that says it."""
    @property
    def statement(self) -> Statement | None:
        """The statement that carries the finding."""

@final
class EventDate:
    """The days of an event, both included."""

    @property
    def start(self) -> str:
        """First day, as far as the text says it: YYYY-MM-DD."""
    @property
    def end(self) -> str:
        """Last day."""
    @property
    def time(self) -> Time | None:
        """The expression that says so."""

@final
class Note:
    """A remark of one stage of reading."""

    @property
    def stage(self) -> str:
        """The stage: intake decode extract language read."""
    @property
    def message(self) -> str:
        """What happened, where, and what to do."""

@final
class Statement(_Found):
    """Who says what. `text` is what is said; parts that the cue interrupts are joined by " … "."""

    @property
    def form(self) -> str:
        """direct: all of it in quotation marks; indirect: none; mixed: some."""
    @property
    def content(self) -> list[Span]:
        """Its parts."""
    @property
    def cue(self) -> Cue | None:
        """The words that report it."""
    @property
    def speaker(self) -> Speaker | None:
        """Who says it; None where the article names nobody."""
    @property
    def addressee(self) -> Participant | None:
        """To whom."""
    @property
    def within(self) -> Statement | None:
        """The statement that contains this one: X said that Y said."""
    @property
    def voice(self) -> Voice:
        """Who says it, "?" where the article names nobody."""

@final
class Event(_Found):
    """Who does what to whom. `text` is the trigger: the words that report the event."""

    @property
    def type(self) -> str:
        """PLOVER type."""
    @property
    def mode(self) -> str | None:
        """PLOVER mode."""
    @property
    def cameo(self) -> str | None:
        """CAMEO code."""
    @property
    def intensity(self) -> float | None:
        """Goldstein value, -10 to 10."""
    @property
    def trigger(self) -> Span:
        """The words that report it."""
    @property
    def actors(self) -> list[Entity]:
        """Who does it."""
    @property
    def recipients(self) -> list[Entity]:
        """To whom."""
    @property
    def date(self) -> EventDate | None:
        """When, as far as the text says it."""
    @property
    def place(self) -> Place | None:
        """Where."""
    @property
    def status(self) -> str:
        """actual planned possible negated demanded."""
    @property
    def statement(self) -> Statement | None:
        """The statement that reports it; None: the article says it itself."""
    @property
    def voice(self) -> Voice:
        """Who says so: the article, or a speaker."""
    @property
    def mentions(self) -> list[Span]:
        """Every trigger that reports this same event."""
    @property
    def confidence(self) -> float | None:
        """How sure the event is, 0 to 1."""

@final
class Figure(_Found):
    """How many of what, and who says so. `text` is hedge, number and unit as they stand in the text."""

    @property
    def low(self) -> float | None:
        """Lower bound; None where the text gives none."""
    @property
    def high(self) -> float | None:
        """Upper bound; None where the text gives none."""
    @property
    def relation(self) -> str:
        """How the bounds are meant: exact about over under at_least at_most between."""
    @property
    def unit(self) -> str | None:
        """What is counted, as the text counts it: people percent money votes …"""
    @property
    def measure(self) -> str | None:
        """What is measured: killed injured casualties displaced …"""
    @property
    def of(self) -> str | None:
        """Whose share or what part."""
    @property
    def currency(self) -> str | None:
        """ISO 4217 code, for money."""
    @property
    def part_of(self) -> Figure | None:
        """The figure of which it is a part."""
    @property
    def place(self) -> Place | None:
        """Where."""
    @property
    def date(self) -> Time | None:
        """When."""
    @property
    def event(self) -> Event | None:
        """Of which event."""
    @property
    def statement(self) -> Statement | None:
        """The statement that carries it; None: the article says it itself."""
    @property
    def voice(self) -> Voice:
        """Who says so: the article, or a speaker."""

@final
class Time(_Found):
    """An expression of time."""

    @property
    def type(self) -> str:
        """TIMEX3 type: date time duration set."""
    @property
    def value(self) -> str | None:
        """TIMEX3 value (ISO 8601); XXXX for a year the text does not give."""

@final
class Place(_Found):
    """A named place. Prints as its name."""

    @property
    def name(self) -> str:
        """Canonical name."""
    @property
    def country(self) -> str | None:
        """ISO 3166-1 alpha-3."""
    @property
    def admin1(self) -> str | None:
        """First-level region."""
    @property
    def lat(self) -> float | None:
        """Latitude in degrees."""
    @property
    def lon(self) -> float | None:
        """Longitude in degrees."""
    @property
    def geonames(self) -> int | None:
        """GeoNames id."""
    @property
    def feature(self) -> str | None:
        """What the place is: country division district capital town quarter sea …"""
    @property
    def sense(self) -> str:
        """What the name is used for: literal, actor (for those who act for it), part (in the name of something else)."""
    @property
    def by(self) -> str:
        """What decided which place of the name is meant: none only region context outlet size."""
    @property
    def score(self) -> float | None:
        """How likely it is that this place is meant, 0 to 1."""

@final
class Entity(_Found):
    """A thing of the world in an article. Prints as its name; `text` is the first mention."""

    @property
    def name(self) -> str:
        """The fullest name in the text, or the canonical one."""
    @property
    def kind(self) -> str:
        """person organization place group facility event other."""
    @property
    def country(self) -> str | None:
        """ISO 3166-1 alpha-3 of allegiance, or PLOVER's code of what belongs to no state."""
    @property
    def role(self) -> str | None:
        """PLOVER sector."""
    @property
    def title(self) -> str | None:
        """The title the text gives."""
    @property
    def affiliation(self) -> Entity | None:
        """The organization to which the text says it belongs."""
    @property
    def ref(self) -> str | None:
        """Canonical id, such as wikidata:Q…"""
    @property
    def key(self) -> str | None:
        """What the entity is joined by across articles; None where the name is too little to tell it by."""
    @property
    def mentions(self) -> list[Mention]:
        """Where it is mentioned."""

@final
class Batches:
    @property
    def name(self) -> str: ...
    @property
    def columns(self) -> list[tuple[str, str, bool, str]]: ...
    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def json(self, start: int, end: int) -> str: ...
    def write(self, path: str | os.PathLike[str], format: str, bom: bool, unguarded: bool) -> None: ...

@final
class Frame:
    def __new__(cls, frame: Any, columns: dict[str, str | None]) -> Frame: ...

@final
class Stream:
    @staticmethod
    def of_files(files: list[str], jobs: int | None, progress: bool) -> Stream: ...
    @staticmethod
    def of_frame(frame: Frame, jobs: int | None, progress: bool) -> Stream: ...
    def next_document(self) -> Document | None: ...
    def next_line(self) -> str | None: ...
    def write(self, path: str | os.PathLike[str]) -> None: ...
    def tables(self, most: int | None = None) -> dict[str, Batches] | None: ...
    def failures(self) -> list[str]: ...
    def counts(self) -> tuple[int, int]: ...

@final
class Store:
    @staticmethod
    def open(path: str | os.PathLike[str], create: bool) -> Store: ...
    def add(
        self, files: list[str], jobs: int | None, article_only: bool, again: bool, progress: bool
    ) -> dict[str, int]: ...
    def failures(self) -> list[str]: ...
    def find(self, query: str, limit: int | None, sort: str | None) -> Batches: ...
    def count(self, query: str, by: str) -> int: ...
    def article(self, id: str) -> Document | None: ...
    def size(self) -> tuple[int, int]: ...
    def export(
        self,
        folder: str | os.PathLike[str],
        formats: list[str],
        query: str | None,
        whole: bool,
        all_events: bool,
        title: str | None,
        authors: list[str],
        force: bool,
    ) -> list[str]: ...
    def close(self) -> None: ...

def read(
    text: str,
    *,
    published: str | None = None,
    title: str | None = None,
    uri: str | None = None,
    source: str | None = None,
    byline: list[str] | None = None,
    key: str | None = None,
) -> Document: ...
def engine() -> str: ...
def schema(kind: str) -> Batches: ...
def kinds() -> list[str]: ...
