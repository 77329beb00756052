"""The stubs match the package, and type checkers find the expected mistakes."""

import ast
import inspect
import os
import pathlib
import subprocess
import sys

import pytest

import copydesk
from copydesk.types import CleanerOptions, Record

PACKAGE = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PACKAGE / "tools"))
import stub_docs  # noqa: E402

CONFIG = "[mypy]\nstrict = true\nignore_missing_imports = true\n"

USE = '''\
import datetime
import pyarrow
import copydesk
from copydesk.types import Byline, CleanerOptions

options: CleanerOptions = {"favor": "precision", "lang": ["en", "de"], "max_time": 2.0}
article = copydesk.clean("<p>x", "https://post.example/1", **options)
published: datetime.date | None = article.published_at
byline: Byline | None = article.byline
if byline is not None:
    names: list[str] = [author["name"] for author in byline["authors"]]
words: int = article.to_dict()["words"]
for each in copydesk.clean_many(["<p>x", ("<p>y", "https://post.example/2")], errors="skip", min_words=3):
    title: str | None = each.title
for cleaned in copydesk.Cleaner(favor="recall").clean_many([b"x"], errors="return"):
    if isinstance(cleaned, copydesk.Article):
        text: str = cleaned.text
    else:
        reason: Exception = cleaned
table: pyarrow.Table = copydesk.clean_table(pyarrow.table({"html": ["x"]}), keep=["a"])
kept: copydesk.CleanMany[copydesk.Article] = copydesk.clean_many([])
'''

#: Lines with a mistake each, and a word of the error that a type checker reports.
MISTAKES = [
    ('copydesk.clean("x", favour="recall")', "favour"),
    ('copydesk.clean("x", favor="most")', "most"),
    ('copydesk.clean_many(["x"], min_words="9")', "min_words"),
    ('copydesk.Cleaner(max_time="1s")', "max_time"),
    ("copydesk.clean(7)", "int"),
    ('copydesk.clean_many([], errors="ignore")', "No overload"),
    ('next(copydesk.clean_many([], errors="return")).title', "title"),
    ('copydesk.clean("x").published_at.year', "None"),
]


def mypy(folder, source):
    (folder / "mypy.ini").write_text(CONFIG)
    (folder / "use.py").write_text(source)
    command = [sys.executable, "-m", "mypy", "--config-file", "mypy.ini", "use.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_correct_use_passes(tmp_path):
    pytest.importorskip("mypy")
    done = mypy(tmp_path, USE)
    assert done.returncode == 0, done.stdout + done.stderr


def test_mistakes_are_found(tmp_path):
    pytest.importorskip("mypy")
    done = mypy(tmp_path, "import copydesk\n" + "".join(f"{line}\n" for line, _ in MISTAKES))
    for number, (line, word) in enumerate(MISTAKES, start=2):
        found = [m for m in done.stdout.splitlines() if m.startswith(f"use.py:{number}:") and word in m]
        assert found, f"{line}: no error with {word!r} in\n{done.stdout}"


def test_stubs_are_the_package(tmp_path):
    """stubtest on the package without the integrations, whose packages would take minutes to check."""
    pytest.importorskip("mypy.stubtest")
    package = tmp_path / "copydesk"
    package.mkdir()
    installed = pathlib.Path(copydesk.__file__).parent
    core = ("__init__.py", "__init__.pyi", "__main__.py", "_errors.py", "_frames.py", "types.py", "py.typed")
    for path in [installed / name for name in core] + list(installed.glob("_copydesk*")):
        (package / path.name).symlink_to(path)
    (tmp_path / "mypy.ini").write_text("[mypy]\nignore_missing_imports = true\n")
    # To stubtest, an alias of a `Literal` with several values is a union, and the one at run time is not.
    (tmp_path / "allowed").write_text(r"copydesk\.types\.(Errors|Favor|Input|Keep|Kind|Style)" "\n")
    command = [sys.executable, "-m", "mypy.stubtest", "copydesk", "--concise", "--ignore-missing-stub"]
    command += ["--allowlist", "allowed", "--ignore-unused-allowlist"]
    done = subprocess.run(
        [*command, "--mypy-config-file", "mypy.ini"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "MYPYPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_stubs_have_the_docstrings_of_the_package():
    source = stub_docs.STUB.read_text(encoding="utf-8")
    assert stub_docs.documented(source) == source, "run python/tools/stub_docs.py"
    assert ast.get_docstring(next(n for n in ast.parse(source).body if getattr(n, "name", "") == "clean"))


def test_the_typed_record_has_the_fields_of_records():
    pytest.importorskip("pyarrow")
    known = set(Record.__required_keys__) | set(Record.__optional_keys__)
    assert set(copydesk.record_schema().names) <= known
    assert set(copydesk.clean("<p>x").to_dict()) <= known


def test_the_typed_options_are_those_of_a_cleaner():
    assert set(CleanerOptions.__annotations__) == set(inspect.signature(copydesk.Cleaner).parameters)
