"""What the tests of the package share: the examples, the program to compare with."""

import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "examples"
PROGRAM = os.environ.get("ANNALS", str(ROOT / "target" / "release" / "annals"))
NAMES = sorted(path.name for path in EXAMPLES.iterdir() if path.name != "README.md")


def annals(*arguments, cwd=ROOT, stdin=None):
    """What the program prints."""
    return subprocess.run([PROGRAM, *arguments], cwd=cwd, input=stdin, capture_output=True, check=False).stdout


class InFolder(unittest.TestCase):
    """A test in the folder of the sources, with a folder of its own for what it writes."""

    def setUp(self):
        kept = os.getcwd()
        os.chdir(ROOT)
        self.addCleanup(os.chdir, kept)
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
