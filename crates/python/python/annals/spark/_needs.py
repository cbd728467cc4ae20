"""What has to be installed beside annals, and what to do where it is not."""

from __future__ import annotations

from importlib.util import find_spec


def check() -> None:
    """Raises `ImportError`, which says what to install, where PySpark or pyarrow is missing."""
    missing = [name for name in ("pyspark", "pyarrow") if find_spec(name) is None]
    if missing:
        names = " and ".join(missing)
        raise ImportError(
            f"annals.spark needs {names}, which is not installed. Run: pip install 'pyspark[sql]>=4.0' pyarrow "
            "(on a cluster that brings its own PySpark: pip install pyarrow)"
        )
