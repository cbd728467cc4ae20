"""Articles read on a cluster: annals inside Apache Spark.

    from annals import spark as annals_spark

    reading = annals_spark.read_articles(df, text="body", published="date", id="url")
    reading.statements.where("speaker_country = 'KEN'").show()
    annals_spark.write(reading, "out/", format="parquet")

Each article is read once, by the same reader as :func:`annals.read`, in the Python workers of Spark; a worker loads the
model once. The rows of every kind are those of the local tables: the same columns in the same order
(:func:`annals.schema`), the same ids, the same values.

`annals` and `pyarrow` have to be installed where the workers run. This package needs PySpark 4.0 or later.
"""

from __future__ import annotations

from ._needs import check

check()

from ._articles import read_articles  # noqa: E402
from ._groups import groups  # noqa: E402
from ._reading import Reading  # noqa: E402
from ._schemas import DEFAULT, KINDS, schema  # noqa: E402
from ._warc import read_warc  # noqa: E402
from ._write import write  # noqa: E402

__all__ = ["DEFAULT", "KINDS", "Reading", "groups", "read_articles", "read_warc", "schema", "write"]
