"""Every command and every piece of Python in docs/ runs and prints the documented output.

A block of `sh` or `python` runs in a folder of invented pages; the Python of a page shares its variables. A block of `toml` whose
first line is a comment with a path becomes that file. A block of `text` right after a command is what it prints. Blocks marked `no-run`
(installation, services) do not run. Blocks marked `with=MODULE` run in a test of their own, if the module is installed.
"""

import contextlib
import gzip
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import zipfile

import pytest

import copydesk
from pages import SENTENCES, page

DOCS = pathlib.Path(__file__).resolve().parents[2] / "docs"
BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

#: Packages that a page needs in addition to those of the tests.
NEEDS = {"cookbook.md": ["pandas", "polars", "pyarrow"], "pipelines.md": ["pandas", "pyarrow"], "guide.md": []}

BRIDGE = page().replace("Bridge 0", "Bridge over the Alder").replace(
    "<head>", "<head><meta property='article:published_time' content='2021-05-05T18:42:00+02:00'>"
)
WIRE = BRIDGE.replace(f"<p>{SENTENCES[0]}", f"<p>SEOUL, May 4 (Yonhap) -- {SENTENCES[0]}").replace(
    "</article>", "<p>(Yonhap)</p></article>"
)
GERMAN = """<html lang=de><title>Die Fähre kommt später</title><article><h1>Die Fähre kommt später</h1>
<p>Die Fähre über den Alder fährt seit Montag nicht mehr, teilte die Stadt am Abend mit, und niemand am Hafen war darüber erstaunt.
<p>Der Kapitän hatte zweimal um einen neuen Rumpf gebeten, und das Geld dafür liegt seit dem Frühjahr bereit.
<p>Am Kai blieben die Läden lange geöffnet, und die Bäckerei verschenkte um zehn Uhr, was noch übrig war.</article>"""


def web_archive(path):
    """Writes a WARC file of three responses."""
    with gzip.open(path, "wb") as out:
        for number in range(3):
            body = page(number).encode()
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
            head = (
                "WARC/1.0\r\nWARC-Type: response\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000{number}>\r\n"
                f"WARC-Target-URI: https://post.example/{number}\r\nWARC-Date: 2031-05-05T18:00:00Z\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
            )
            out.write(head.encode() + http + b"\r\n\r\n")


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """The folder that the pages of the documentation describe."""
    folder = tmp_path_factory.mktemp("docs")
    (folder / "page.html").write_text(BRIDGE)
    (folder / "bridge.html").write_text(BRIDGE)
    (folder / "wire.html").write_text(WIRE)
    # Pages and files that docs/site-rules.md names.
    (folder / "rules" / "post-example").mkdir(parents=True)
    (folder / "rules" / "post-example" / "bridge.html").write_text(BRIDGE)
    for host in ("post.example", "other.example"):
        (folder / f"{host}.txt").write_text("title: //h1\nbody: //div[@class='story-text']\n")
    (folder / "cyrillic.html").write_bytes(page().replace("Bridge 0", "Мост").encode("windows-1251"))
    site = folder / "site"
    site.mkdir()
    (site / "a.html").write_text(page(1))
    (site / "b.html").write_text(page(2))
    (site / "c.html").write_text(GERMAN)
    (folder / "broken.html.gz").write_bytes(gzip.compress(page().encode())[:200])
    with zipfile.ZipFile(folder / "pages.zip", "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.html", page(number))
    web_archive(folder / "crawl.warc.gz")
    lines = [{"url": f"https://post.example/{n}", "html": page(n), "crawl_id": n} for n in range(3)]
    (folder / "pages.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    story = "\n\n".join(SENTENCES)
    (folder / "story.txt").write_text(f"Bridge over the Alder reopens\n\n{story}\n")
    (folder / "wire.txt").write_text(f"{story}\n\n-30-\n\n{story}\n\n-30-\n")
    (folder / "bylines.txt").write_text("By JANE DOE and John Roe, Staff Writers\nby Mara Ellison\n")
    (folder / "datelines.txt").write_text("SEOUL, May 4 (Yonhap) -- The port reopened on Friday.\n")
    return folder


def blocks(name):
    """Yields the line, the kind, the code and the output (or None) of the blocks of a page that run."""
    text = (DOCS / name).read_text(encoding="utf-8")
    found = list(BLOCK.finditer(text))
    for at, block in enumerate(found):
        kind, *marks = re.split(r"[ ,]+", block[1])
        if kind not in ("sh", "python", "toml") or "no-run" in marks or any(m.startswith("with=") for m in marks):
            continue
        output = None
        if at + 1 < len(found) and found[at + 1][1] == "text" and not text[block.end() : found[at + 1].start()].strip():
            output = found[at + 1][2]
        yield text.count("\n", 0, block.start()) + 1, kind, block[2], output


def shell(code, folder):
    path = f"{pathlib.Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", code],
        cwd=folder,
        env={**os.environ, "PATH": path, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
    )
    assert done.returncode == 0, f"{code}\n{done.stderr.decode()}"
    return done.stdout.decode()


PAGES = sorted(path.name for path in DOCS.glob("*.md"))


@pytest.mark.parametrize("name", PAGES)
def test_the_code_of_a_page(name, world, monkeypatch):
    for package in NEEDS.get(name, []):
        pytest.importorskip(package)
    monkeypatch.chdir(world)
    variables = {"__name__": "__main__", "copydesk": copydesk}
    for line, kind, code, output in blocks(name):
        try:
            if kind == "toml":
                path = re.match(r"# (\S+\.toml)\n", code)
                if path:
                    (world / path[1]).write_text(code)
                continue
            if kind == "sh":
                printed = shell(re.sub(r"^\$ ", "", code, flags=re.MULTILINE), world)
            else:
                caught = io.StringIO()
                with contextlib.redirect_stdout(caught):
                    exec(compile(code, f"{name}:{line}", "exec"), variables)
                printed = caught.getvalue()
        except Exception as error:
            raise AssertionError(f"docs/{name}:{line}: {error}\n{code}") from error
        if output is not None:
            assert printed.strip() == output.strip(), f"docs/{name}:{line}:\n{code}"


RECIPE = re.compile(r"^```python with=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RECIPES = dict(RECIPE.findall((DOCS / "pipelines.md").read_text(encoding="utf-8")))

TITLES = [f"Bridge {number} reopens" for number in range(3)]


def metadata(variables):
    return sorted(document.metadata["title"] for document in variables["documents"])


def stored(variables):
    return sorted(document.meta["title"] for document in variables["store"].filter_documents())


def lines(variables):
    return sorted(json.loads(line)["metadata"]["title"] for path in pathlib.Path("out").iterdir() for line in path.open())


def table(folder):
    def titles(variables):
        import pyarrow.parquet as pq

        return sorted(pq.read_table(folder).column("title").to_pylist())

    return titles


#: For each recipe, how to find the titles of what it wrote, and those that are expected.
FOUND = {
    "langchain_core": (metadata, [*TITLES, "Bridge over the Alder reopens"]),
    "llama_index": (metadata, sorted([*TITLES, *TITLES, "Bridge over the Alder reopens"])),
    "haystack": (stored, TITLES[:2]),
    "datatrove": (lines, TITLES),
    "ray": (table("records"), TITLES),
    "dask.dataframe": (table("cleaned"), TITLES),
}


def test_every_recipe_is_checked():
    assert set(RECIPES) == set(FOUND)


@pytest.mark.parametrize("package", FOUND)
def test_recipes(package, tmp_path, monkeypatch):
    """Runs the example of docs/pipelines.md for a package, and compares the titles of what it wrote."""
    pytest.importorskip(package)
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    monkeypatch.chdir(tmp_path)
    web_archive(tmp_path / "crawl.warc.gz")
    for folder in ("saved", "crawl", "pages"):
        (tmp_path / folder).mkdir()
    rows = [{"html": page(n), "url": f"https://post.example/{n}"} for n in range(3)]
    for number, row in enumerate(rows):
        (tmp_path / "saved" / f"{number}.html").write_text(row["html"])
        pq.write_table(pa.Table.from_pylist([row]), tmp_path / "pages" / f"{number}.parquet")
    (tmp_path / "crawl" / "pages.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    if package == "ray":
        import ray

        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    try:
        variables = {"__name__": "__main__", "html": BRIDGE, "url": "https://post.example/bridge"}
        exec(compile(RECIPES[package], f"pipelines.md:{package}", "exec"), variables)
        found, expected = FOUND[package]
        assert found(variables) == expected
    finally:
        if package == "ray":
            ray.shutdown()


def test_the_cookbook_has_enough_tasks():
    tasks = re.findall(r"^### ", (DOCS / "cookbook.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(tasks) >= 30


def test_links_lead_somewhere():
    for name in PAGES:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", (DOCS / name).read_text(encoding="utf-8")):
            if not target.startswith(("http://", "https://")):
                assert (DOCS / target).exists(), f"docs/{name}: {target}"


def test_every_page_is_in_the_summary():
    summary = (DOCS / "SUMMARY.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"\]\(([^)]+)\)", summary))
    assert listed == set(PAGES) - {"SUMMARY.md"}


def rows(heading):
    """The cells of the table below a heading of the page on migration."""
    text = (DOCS / "migration.md").read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    for line in text.splitlines():
        if line.startswith("| ") and not line.startswith("| task") and "|---" not in line:
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


CODE = re.compile(r"`([^`]+)`")


@pytest.mark.parametrize("peer", ["trafilatura", "newspaper"])
def test_calls_side_by_side(peer):
    """Each call of a peer and of copydesk runs; title, author and text agree on an easy page."""
    module = pytest.importorskip(peer)
    given = {peer: module, "copydesk": copydesk, "html": BRIDGE, "url": "https://post.example/bridge"}
    column = {"trafilatura": 1, "newspaper": 2}[peer]
    ran = 0
    for cells in rows("Python"):
        task, theirs, ours = cells[0], cells[column] if len(cells) == 4 else "", cells[-1]
        if not CODE.search(theirs):
            continue
        found = eval(CODE.search(theirs)[1], dict(given))
        own = eval(CODE.search(ours)[1], dict(given))
        ran += 1
        if task == "title":
            assert found == own == "Bridge over the Alder reopens"
        elif task == "authors":
            assert (found if isinstance(found, list) else [found]) == own == ["Mara Ellison"]
        elif task == "date":
            assert str(found)[:10] == str(own)[:10] == "2021-05-05"
        elif task == "text":
            assert all(s in found and s in own for s in SENTENCES)
    assert ran >= {"trafilatura": 14, "newspaper": 6}[peer]


def test_commands_for_those_of_trafilatura(world):
    """Each command of copydesk in the table is valid."""
    for cells in rows("Command line"):
        for command in CODE.findall(cells[-1]):
            command = command.replace("\\|", "|")
            if command.startswith("--"):
                command = f"copydesk {command} < page.html"
            if "curl" in command:
                command = command.replace("curl -sL URL", "cat page.html").replace("URL", "https://post.example/a")
            command = command.replace("in/", "site/")
            if not command.startswith(("copydesk ", "cat ")):
                continue
            if "<" not in command and "site/" not in command and "cat " not in command:
                command += " page.html"
            done = subprocess.run(
                ["bash", "-c", command.replace("copydesk", str(pathlib.Path(sys.executable).parent / "copydesk"))],
                cwd=world,
                capture_output=True,
                timeout=60,
            )
            assert done.returncode in (0, 1) and b"Usage" not in done.stderr, f"{command}\n{done.stderr.decode()}"
