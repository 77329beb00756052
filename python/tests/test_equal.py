"""Records from Python are the command's, byte for byte of JSON: on the project's fixtures, and on a sample of labelled
pages if they are next to the project. `benches/equal.py` compares all of them."""

import glob
import os
import pathlib
import sys

import pytest

pytest.importorskip("pyarrow")
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "python" / "benches"))
import equal  # noqa: E402

#: Of the labelled pages, one in so many.
SAMPLE = 8


def command():
    built = (ROOT / "target" / profile / "copydesk" for profile in ("release", "quick", "debug"))
    for path in filter(None, (os.environ.get("COPYDESK_BIN"), *map(str, built))):
        if os.access(path, os.X_OK):
            return path
    pytest.skip("the command is not built: cargo build --release, or set COPYDESK_BIN")


def test_fixtures():
    paths = sorted(glob.glob(str(ROOT / "fixtures" / "*" / "input.*")))
    assert len(paths) > 20
    assert equal.compare(command(), paths) == []


CORPUS = ROOT.parent / "shared" / "eval" / "corpus"


@pytest.mark.parametrize("name", ["wcxb-dev", "fundus-dev", "trafilatura-eval", "readability", "text-dev"])
def test_labelled_pages(name):
    folder = CORPUS / name / "pages"
    if not folder.is_dir():
        pytest.skip(f"no labelled pages at {CORPUS}")
    assert equal.compare(command(), equal.pages_of(folder)[::SAMPLE]) == []
