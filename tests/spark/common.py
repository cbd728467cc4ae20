"""What the tests share: one small cluster on this machine, the program, and a look at the processes of the cluster."""

import atexit
import functools
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet
from pyspark.sql import SparkSession

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("ANNALS", ROOT / "target/release/annals"))

# Small rows and many small queries: compiling them would take longer than running them.
CONFIG = {
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "4",
    "spark.task.maxFailures": "4",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


@functools.cache
def cluster():
    """Two executors of one core and 1 GB each, with the Python that runs the tests."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("annals tests")
    for name, value in CONFIG.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    atexit.register(spark.stop)
    return spark


def frame(articles, partitions):
    """Articles as a DataFrame whose text is called body."""
    names = ["id", "uri", "source", "title", "published", "text"]
    rows = [tuple(article.get(name) for name in names) for article in articles]
    schema = ", ".join(f"{'body' if name == 'text' else name} string" for name in names)
    return cluster().createDataFrame(rows, schema).repartition(partitions, "id")


COLUMNS = {"text": "body", "published": "published", "title": "title", "uri": "uri", "source": "source", "id": "id"}


def lines(path, articles):
    """Writes articles as JSON Lines."""
    path.write_text("".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles), encoding="utf-8")
    return path


def annals(*arguments):
    """What the program prints."""
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, check=True).stdout.decode()


def exported(store, folder):
    """The tables that the program exports of a store, by their names."""
    annals("export", store, "-o", folder, "--format", "parquet")
    return {path.stem: pyarrow.parquet.read_table(path) for path in Path(folder).glob("*.parquet")}


def in_order(table):
    """Rows as text, sorted: what two tables are compared by."""
    return sorted(json.dumps(row, ensure_ascii=False, default=str) for row in table.to_pylist())


def processes():
    """The parent and the command of every process."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                found[int(entry.name)] = (parent, (entry / "cmdline").read_text())
            except OSError:
                pass
    return found


def descends(found, pid, ancestor):
    while pid in found and pid != ancestor:
        pid = found[pid][0]
    return pid == ancestor


def executors():
    """The executors' processes of this cluster."""
    found, driver = processes(), cluster().sparkContext._gateway.proc.pid
    mine = {pid for pid in found if descends(found, pid, driver)}
    return {pid for pid in mine if "CoarseGrainedExecutorBackend" in found[pid][1] and "java" in found[pid][1].split("\0")[0]}


def workers_of(executor):
    """The Python workers of an executor: children of its daemons, which are its children."""
    found = processes()
    daemons = {pid for pid, (parent, command) in found.items() if parent == executor and "pyspark.daemon" in command}
    return {pid for pid, (parent, _) in found.items() if parent in daemons}
