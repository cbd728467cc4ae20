"""Tables of findings: Arrow's columns, which other programs take without copying."""

from __future__ import annotations

import html
import importlib
import json
import os
from typing import TYPE_CHECKING, Any

from . import _annals

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow  # type: ignore[import-untyped,unused-ignore]

__all__ = ["Schema", "Table"]

#: Rows that a table shows of itself.
SHOWN = 10
#: Characters of a cell that a table shows of itself.
WIDTH = 60


class Schema:
    """The columns of a table. Anything that knows Arrow's capsules takes it: `pyarrow.schema(annals.schema("events"))`."""

    def __init__(self, batches: _annals.Batches) -> None:
        self._batches = batches

    @property
    def names(self) -> list[str]:
        """Names of the columns, in order."""
        return [name for name, *_ in self._batches.columns]

    @property
    def types(self) -> dict[str, str]:
        """What each column holds: integer real text boolean date list (of texts) json numbers (a list of them)."""
        return {name: holds for name, holds, *_ in self._batches.columns}

    @property
    def descriptions(self) -> dict[str, str]:
        """What each column means.

        >>> import annals
        >>> annals.schema("figures").descriptions["low"]
        'Lower bound; empty where the text gives none'
        """
        return {name: meaning for name, *_, meaning in self._batches.columns}

    def to_arrow(self) -> pyarrow.Schema:
        """The schema of pyarrow; the metadata of each field holds its description."""
        return needed("pyarrow", "to_arrow").schema(self)

    def __arrow_c_schema__(self) -> object:
        return self._batches.__arrow_c_schema__()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Schema) and self._batches.columns == other._batches.columns

    def __hash__(self) -> int:
        return hash(tuple(self.names))

    def __repr__(self) -> str:
        columns = ", ".join(f"{name}: {holds}" for name, holds in self.types.items())
        return f"<annals.Schema {self._batches.name}: {columns}>"


class Table:
    """A table: one row an article, a finding, or an error.

    It gives its data through Arrow's capsules, so that `polars.DataFrame(figures)`, `pyarrow.table(figures)` and
    `duckdb.sql("SELECT … FROM figures")` take it without copying.

    >>> import annals
    >>> figures = annals.read_many("examples/velkar-protest.html").figures
    >>> frame = figures.to_polars()
    >>> frame["measure"].to_list() == figures.to_pandas()["measure"].to_list()
    True
    """

    def __init__(self, batches: _annals.Batches) -> None:
        self._batches = batches

    @property
    def name(self) -> str:
        """What the rows are: articles, statements, events …"""
        return self._batches.name

    @property
    def schema(self) -> Schema:
        """The columns with their types and meanings."""
        return Schema(self._batches)

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in order."""
        return self.schema.names

    def __len__(self) -> int:
        return len(self._batches)

    def __arrow_c_schema__(self) -> object:
        return self._batches.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._batches.__arrow_c_stream__(requested_schema)

    def to_arrow(self) -> pyarrow.Table:
        """A table of pyarrow over the same memory."""
        return needed("pyarrow", "to_arrow").table(self)

    def to_pandas(self, **options: Any) -> pandas.DataFrame:
        """A data frame of pandas. Days are `datetime64`; whole numbers in a column with empty cells are reals.

        Args:
            options: Those of `pyarrow.Table.to_pandas`.
        """
        needed("pandas", "to_pandas")
        table = needed("pyarrow", "to_pandas").table(self)
        frame: pandas.DataFrame = table.to_pandas(**{"date_as_object": False, **options})
        return frame

    def to_polars(self) -> polars.DataFrame:
        """A data frame of polars over the same memory."""
        frame: polars.DataFrame = needed("polars", "to_polars").DataFrame(self)
        return frame

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as dicts; days are texts, YYYY-MM-DD."""
        return self._rows(0, len(self))

    def write_parquet(self, path: str | os.PathLike[str]) -> None:
        """Writes the table as Parquet, as `annals export` does."""
        self._batches.write(path, "parquet", False, False)

    def write_csv(self, path: str | os.PathLike[str], *, bom: bool = False, unguarded: bool = False) -> None:
        """Writes the table as CSV, as `annals export` does.

        Args:
            path: The file.
            bom: Begin with a byte order mark, by which spreadsheets know UTF-8.
            unguarded: No apostrophe before texts that a spreadsheet takes for formulas.
        """
        self._batches.write(path, "csv", bom, unguarded)

    def write_jsonl(self, path: str | os.PathLike[str]) -> None:
        """Writes the table as JSON, one object a line."""
        self._batches.write(path, "jsonl", False, False)

    def _rows(self, start: int, end: int) -> list[dict[str, Any]]:
        # A line's end is \n alone: other ends of lines may stand in the texts.
        return [json.loads(line) for line in self._batches.json(start, end).split("\n") if line]

    def __repr__(self) -> str:
        return f"<annals.Table {self.name}: {len(self)} rows, {len(self.columns)} columns>"

    def _repr_html_(self) -> str:
        def row(cells: list[str], tag: str) -> str:
            return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"

        lines = [row(self.columns, "th")]
        lines += [row([cell(value) for value in line.values()], "td") for line in self._rows(0, SHOWN)]
        more = f", the first {SHOWN}" if len(self) > SHOWN else ""
        return f"<p>{self.name}: {len(self)} rows{more}</p><table>{''.join(lines)}</table>"


def cell(value: object) -> str:
    """A cell as a table shows it of itself."""
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"


def needed(module: str, method: str) -> Any:
    """A module that a method needs; where it is missing, the error says what to install."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        if error.name is not None and error.name.split(".")[0] != module:
            raise
        others = "pandas pyarrow" if method == "to_pandas" else module
        raise ImportError(f"{method}() needs {module}: pip install {others}", name=module) from error
