"""What was read: one DataFrame with a row an article, and out of it one DataFrame a kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import TracebackType

from pyspark import StorageLevel
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from ._schemas import chosen, schema


class Reading(Mapping[str, DataFrame]):
    """The rows of each kind, as DataFrames: `reading.statements` or `reading["statements"]`.

    All of them come out of `rows`, which has a row an article and a column a kind, a list of the article's rows of that
    kind. Reading is what costs, so `rows` is kept (:meth:`persist`) or written (:meth:`stage`), and each kind is taken out
    of what is kept; nothing is read before the first rows are asked for.
    """

    def __init__(self, rows: DataFrame) -> None:
        self.rows: DataFrame = rows
        self.kinds: tuple[str, ...] = chosen(rows.columns)

    def __getitem__(self, kind: str) -> DataFrame:
        if kind not in self.kinds:
            raise KeyError(f"{kind}: this reading holds {', '.join(self.kinds)}; say kinds=[…] for others")
        flat = self.rows.select(F.inline(kind))
        return flat.select([F.col(f"`{field.name}`").alias(field.name, metadata=field.metadata) for field in schema(kind)])

    def __iter__(self) -> Iterator[str]:
        return iter(self.kinds)

    def __len__(self) -> int:
        return len(self.kinds)

    def __getattr__(self, kind: str) -> DataFrame:
        if kind.startswith("_") or kind in ("rows", "kinds"):
            raise AttributeError(kind)
        try:
            return self[kind]
        except KeyError as missing:
            raise AttributeError(missing.args[0]) from None

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.kinds]

    def __repr__(self) -> str:
        return f"Reading of {', '.join(self.kinds)}"

    def persist(self, level: StorageLevel = StorageLevel.MEMORY_AND_DISK) -> Reading:
        """Keeps what is read with the executors, so that a second kind costs no second reading.

        What an executor kept is read again where that executor is lost. :meth:`stage` outlives executors and sessions.
        """
        self.rows.persist(level)
        return self

    def unpersist(self) -> Reading:
        """Gives back what :meth:`persist` holds."""
        self.rows.unpersist()
        return self

    def stage(self, path: str, *, mode: str = "errorifexists") -> Reading:
        """Reads now, writes all rows as Parquet to `path`, and gives a reading of these files.

        `mode` is that of Spark's writers. A kind that is taken out of it reads its own columns only.
        """
        self.rows.write.mode(mode).parquet(path)
        return Reading(self.rows.sparkSession.read.parquet(path))

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.unpersist()
