"""The command of the package is the command line: same output, same exit codes."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

import pytest

import copydesk
from pages import page

#: `pip install` puts it next to the interpreter.
COMMAND = pathlib.Path(sys.executable).parent / "copydesk"
WAYS = [[str(COMMAND)], [sys.executable, "-m", "copydesk"]]


def run(way, *args, given=b"", **options):
    return subprocess.run([*way, *args], input=given, capture_output=True, timeout=60, **options)


@pytest.mark.parametrize("way", WAYS)
def test_version_and_help(way):
    assert run(way, "--version").stdout.decode() == f"copydesk {copydesk.__version__}\n"
    assert b"Usage: copydesk" in run(way, "--help").stdout


def test_records_equal_those_of_the_package():
    done = run(WAYS[0], "--format", "jsonl", given=page().encode())
    assert done.stdout.decode() == copydesk.clean(page()).to_json() + "\n"
    assert (done.returncode, done.stderr) == (0, b"")


def test_explanations_equal_those_of_the_package(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(page())
    done = run(WAYS[0], "explain", "--json", str(path))
    assert json.loads(done.stdout) == copydesk.Cleaner().explain(path.read_bytes())


def test_exit_codes(tmp_path):
    assert run(WAYS[0], "--no-such-option").returncode == 2
    assert run(WAYS[0], given=b"<p>x").returncode == 1
    assert run(WAYS[0], str(tmp_path / "gone.html")).returncode == 1


def test_tables_of_a_folder(tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    for number in range(3):
        (tmp_path / f"{number}.html").write_text(page(number))
    done = run(WAYS[0], str(tmp_path), "-o", str(tmp_path / "out.parquet"))
    assert done.returncode == 0, done.stderr
    titles = pq.read_table(tmp_path / "out.parquet").column("title").to_pylist()
    assert sorted(titles) == [f"Bridge {n} reopens" for n in range(3)]


def test_a_closed_pipe_ends_it_quietly(tmp_path):
    if shutil.which("head") is None:
        pytest.skip("no head")
    for number in range(400):
        (tmp_path / f"{number}.html").write_text(page(number))
    command = f"'{COMMAND}' '{tmp_path}' --format jsonl | head -c 10"
    done = subprocess.run(command, shell=True, capture_output=True, timeout=60)
    assert len(done.stdout) == 10 and b"Error" not in done.stderr and b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_interrupts_end_it():
    """While it waits for standard input, the first interrupt asks it to stop, and the next one ends it."""
    process = subprocess.Popen(WAYS[0], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    for _ in range(60):
        time.sleep(0.5)
        if process.poll() is not None:
            break
        process.send_signal(signal.SIGINT)
    assert process.returncode in (-signal.SIGINT, 130)
    assert b"Traceback" not in process.communicate()[1]
