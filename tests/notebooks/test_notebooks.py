"""The notebooks of docs/notebooks run from top to bottom, and show what they say.

    python -m unittest discover --start-directory tests/notebooks
    python tests/notebooks/test_notebooks.py --write       runs them and keeps what they show, as people see it before they run them
"""

import base64
import json
import os
import struct
import subprocess
import sys
import unittest
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "notebooks"
LARGEST = 100_000
"""Bytes of a notebook with all that it shows."""

# What holds once a notebook has run, asserted in its own kernel.
HOLDS = {
    "first-look": """
        assert [str(s.speaker) for s in doc.statements] == ["The hospital", "Irsa Tolvane"]
        assert (doc.figures[0].low, doc.figures[0].measure, str(doc.figures[0].voice)) == (12, "killed", "The hospital")
        assert doc.times[0].value == "2024-03-05"
        assert "searching" in doc._repr_html_()
        assert len(articles) == 30 and len(rows.errors) == 0
        assert statements["speaker"].notna().mean() > 0.9
    """,
    "events-over-time": """
        assert len(events) > 50 and events["type"].notna().all()
        assert set(per_week.columns) == {"PROTEST", "COERCE", "CONSULT", "AGREE"}
        assert str(busiest.date()) in ("2024-03-11", "2024-03-18")
        assert shown["sentence_text"].str.contains("Dockers in Port Velkar").any()
        assert per_week["AGREE"].idxmax() > per_week["PROTEST"].idxmax()
    """,
    "who-is-quoted": """
        assert abs(share.sum() - 1) < 1e-9
        assert {"Dovan Kreel", "Sofie Lindqvist", "Lena Halden"} <= set(share.index[:6])
        assert "Kreel" not in share.index
        assert (abs(by_outlet.sum(axis=1) - 1) < 1e-9).all() and len(by_outlet) == 3
        assert form.loc["Sofie Lindqvist", "direct"] > 0
    """,
    "one-figure": """
        assert set(followed) == {"district hospital", "interior ministry", "Red Lantern"}
        assert set(last.loc[followed, "low"]) == {36}
        assert claims[claims["claimant"] == "district hospital"]["low"].tolist() == [12, 19, 24, 27, 33, 36]
        assert gap.max() >= 17 and gap.iloc[-1] == 0
    """,
}
PLOTS = {"first-look": 0, "events-over-time": 1, "who-is-quoted": 1, "one-figure": 1}


def run(name, check=""):
    """The notebook with what it shows, after `check` held in its kernel."""
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    if check:
        lines = "\n".join(line.strip() for line in check.strip().splitlines())
        notebook.cells.append(nbformat.v4.new_code_cell(lines))
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}})
    client.execute(stderr=subprocess.DEVNULL)
    return notebook


def plots(notebook):
    """The pictures that it shows, as PNG."""
    shown = [output.get("data", {}).get("image/png") for cell in notebook.cells for output in cell.get("outputs", [])]
    return [base64.b64decode(picture) for picture in shown if picture]


def picture_size(png):
    return struct.unpack(">II", png[16:24])


class Notebooks(unittest.TestCase):
    def check(self, name):
        drawn = plots(run(name, HOLDS[name]))
        self.assertEqual(len(drawn), PLOTS[name])
        for png in drawn:
            self.assertGreater(min(picture_size(png)), 200)

    def test_first_look(self):
        self.check("first-look")

    def test_events_over_time(self):
        self.check("events-over-time")

    def test_who_is_quoted(self):
        self.check("who-is-quoted")

    def test_one_figure(self):
        self.check("one-figure")

    def test_every_notebook_is_run_here_and_small(self):
        found = {path.stem for path in FOLDER.glob("*.ipynb")}
        self.assertEqual(found, set(HOLDS))
        for name in found:
            self.assertLess((FOLDER / f"{name}.ipynb").stat().st_size, LARGEST, name)

    def test_every_notebook_shows_what_it_gives(self):
        for name in HOLDS:
            cells = json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
            kinds = [output["output_type"] for cell in cells for output in cell.get("outputs", [])]
            self.assertNotIn("error", kinds, name)
            self.assertGreater(len(kinds), 2, name)


def write():
    """Runs all, and keeps what they show, without what changes from run to run."""
    for name in HOLDS:
        notebook = run(name)
        for cell in notebook.cells:
            cell.metadata.pop("execution", None)
        notebook.metadata["language_info"] = {"name": "python"}
        nbformat.write(notebook, FOLDER / f"{name}.ipynb")


if __name__ == "__main__":
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    write() if "--write" in sys.argv else unittest.main()
