"""Every example of the docstrings and of docs/python.md is run; stubs and examples pass mypy --strict."""

import doctest
import pathlib
import pkgutil
import re
import subprocess
import sys
import unittest

import annals
import annals._rows
import annals._store
import annals._table
from common import ROOT, InFolder

GUIDE = ROOT / "docs" / "python.md"


def snippets():
    """The blocks of Python in the guide, as one program."""
    return "\n".join(re.findall(r"^```python\n(.*?)^```", GUIDE.read_text(), re.MULTILINE | re.DOTALL))


class Examples(InFolder):
    def test_docstrings(self):
        for module in [annals, annals._rows, annals._table, annals._store]:
            options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
            result = doctest.testmod(module, optionflags=options)
            self.assertEqual(result.failed, 0, module.__name__)
            self.assertGreater(result.attempted, 0, module.__name__)

    def test_the_guide(self):
        failed, attempted = doctest.testfile(str(GUIDE), module_relative=False, optionflags=doctest.ELLIPSIS)
        self.assertEqual(failed, 0)
        self.assertGreater(attempted, 20)

    def test_everything_public_is_documented(self):
        for name in annals.__all__:
            thing = getattr(annals, name)
            if name.startswith("__"):
                continue
            self.assertTrue(thing.__doc__, name)
            for member in vars(thing) if isinstance(thing, type) else []:
                value = vars(thing)[member]
                documented = getattr(value, "__doc__", None) or member.startswith("_") or not callable(value)
                self.assertTrue(documented, f"{name}.{member}")


class Types(InFolder):
    def mypy(self, *arguments):
        config = ROOT / "crates" / "python" / "pyproject.toml"
        run = [sys.executable, "-m", "mypy", "--strict", "--config-file", str(config)]
        done = subprocess.run([*run, *arguments], cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_package(self):
        # annals.spark needs Spark's own types: tests/spark/run checks it.
        modules = ["annals", *(f"annals.{own.name}" for own in pkgutil.iter_modules(annals.__path__) if own.name != "spark")]
        self.mypy(*(part for module in modules for part in ("-m", module)))

    def test_the_stubs_say_what_the_module_has(self):
        run = [sys.executable, "-m", "mypy.stubtest", "annals._annals"]
        done = subprocess.run(run, cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_examples(self):
        programs = [program for program in (ROOT / "docs" / "examples").glob("*.py")]
        readme = re.findall(r"^```python\n(.*?)^```", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
        sources = {f"readme_{number}.py": source for number, source in enumerate(readme)}
        sources |= {program.name: program.read_text() for program in programs}
        sources["guide.py"] = doctest.script_from_examples(GUIDE.read_text())
        for name, source in sources.items():
            (self.folder / name).write_text(source)
        self.mypy(*map(str, sorted(pathlib.Path(self.folder).glob("*.py"))))


if __name__ == "__main__":
    unittest.main()
