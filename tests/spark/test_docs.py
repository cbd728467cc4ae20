"""The examples of docs/spark.md: they pass `mypy --strict`, and run from the first to the last."""

import contextlib
import io
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from annals import spark as annals_spark
from common import ROOT, cluster

GUIDE = ROOT / "docs" / "spark.md"
EXAMPLES = "\n".join(re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL))


class Guide(unittest.TestCase):
    def test_types_hold(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "guide.py"
            file.write_text(EXAMPLES, encoding="utf-8")
            command = [sys.executable, "-m", "mypy", "--config-file", str(Path(__file__).with_name("mypy.ini")), str(file)]
            told = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        self.assertEqual(told.returncode, 0, told.stdout + told.stderr)

    def test_examples_run(self):
        cluster()
        with tempfile.TemporaryDirectory() as folder:
            places = {"articles.jsonl": ROOT / "docs" / "notebooks" / "articles.jsonl", "staged": f"{folder}/staged", "tables": f"{folder}/tables"}
            program = EXAMPLES
            for name, place in places.items():
                self.assertIn(f'"{name}"', program)
                program = program.replace(f'"{name}"', f'"{place}"')
            known, shown = {}, io.StringIO()
            with contextlib.redirect_stdout(shown):
                exec(compile(program, GUIDE, "exec"), known)
            self.assertIn("PROTEST", shown.getvalue())
            self.assertIn("The district hosp", shown.getvalue())
            self.assertEqual({path.name for path in Path(folder, "tables").iterdir()}, {"articles", "statements", "events", "figures"})

    def test_the_guide_names_every_kind_and_function(self):
        text = GUIDE.read_text(encoding="utf-8")
        for name in (*annals_spark.KINDS, "read_articles", "read_warc", "groups", "write", "stage", "persist"):
            self.assertIn(name, text)


if __name__ == "__main__":
    unittest.main()
