"""`copydesk mcp`, with the official client of the Model Context Protocol."""

import asyncio
import gzip
import json
import os
import pathlib
import shutil
import subprocess
import sys

import pytest

pytest.importorskip("mcp")
from mcp import Client, StdioServerParameters  # noqa: E402

import copydesk  # noqa: E402
from pages import SENTENCES, page  # noqa: E402

COMMAND = str(pathlib.Path(sys.executable).parent / "copydesk")


def session(work, *args):
    """Starts a server and returns the result of ``work`` with a client."""

    async def run():
        server = StdioServerParameters(command=COMMAND, args=["mcp", *map(str, args)])
        async with Client(server, read_timeout_seconds=60) as client:
            return await work(client)

    return asyncio.run(run())


def call(tool, arguments, *args):
    """Calls one tool of a new server and returns (its text, whether it is an error)."""

    async def work(client):
        return await client.call_tool(tool, arguments)

    result = session(work, *args)
    assert len(result.content) == 1 and result.content[0].type == "text"
    return result.content[0].text, bool(result.is_error)


def test_the_tools():
    async def work(client):
        return client.server_info, client.instructions, (await client.list_tools()).tools

    info, instructions, tools = session(work)
    assert (info.name, info.version) == ("copydesk", copydesk.__version__)
    assert "does not fetch" in instructions
    assert [tool.name for tool in tools] == ["clean", "explain", "byline", "dateline"]
    for tool in tools:
        assert tool.description and tool.annotations.read_only_hint and not tool.annotations.open_world_hint
        assert tool.input_schema["additionalProperties"] is False
        assert all(p["description"] for p in tool.input_schema["properties"].values() if "enum" not in p)
    assert "file" not in tools[0].input_schema["properties"]


def test_clean():
    text, failed = call("clean", {"html": page(), "url": "https://post.example/1"})
    assert not failed
    front, _, body = text.removeprefix("---\n").partition("\n---\n")
    assert "title: " in front and "Bridge 0 reopens" in front and "Mara Ellison" in front
    assert SENTENCES[0] in body and "Section 3" not in body
    record, _ = call("clean", {"html": page(), "url": "https://post.example/1", "format": "json"})
    assert json.loads(record) == copydesk.clean(page(), "https://post.example/1").to_dict()
    story, _ = call("clean", {"text": "\n\n".join(SENTENCES), "format": "text"})
    assert SENTENCES[-1] in story


def test_a_page_without_an_article_is_not_an_error():
    text, failed = call("clean", {"html": "<p>x"})
    assert not failed and text.startswith("This page has no article")


def test_strings():
    byline, _ = call("byline", {"text": "By JANE DOE and John Roe, Staff Writers"})
    assert [author["name"] for author in json.loads(byline)["authors"]] == ["Jane Doe", "John Roe"]
    assert call("byline", {"text": "admin"}) == ("null", False)
    dateline, _ = call("dateline", {"text": "SEOUL, May 4 (Yonhap) -- The port.", "published": "2018-05-04"})
    assert json.loads(dateline)["date"] == "2018-05-04"


def test_explain():
    text, failed = call("explain", {"html": page()})
    assert not failed and "Section 3" in text and "Bridge 0 reopens" in text


def large_page(size):
    paragraphs, number = [], 0
    length = 0
    while length < size:
        paragraphs.append("".join(f"<p>{s} Part {number}.</p>\n" for s in SENTENCES))
        length += len(paragraphs[-1])
        number += 1
    return f"<html lang=en><title>A long report</title><article><h1>A long report</h1>{''.join(paragraphs)}</article>"


def test_a_page_of_two_megabytes_in_parts():
    html = large_page(2_000_000)

    async def work(client):
        parts, offset = [], 0
        while True:
            result = await client.call_tool("clean", {"html": html, "max_chars": 900_000, "offset": offset})
            text = result.content[0].text
            part, mark, rest = text.rpartition("\n\n[")
            if not mark or "more characters" not in rest:
                return "".join([*parts, text])
            parts.append(part)
            offset = int(rest.split('"offset": ')[1].rstrip("]"))

    whole = session(work)
    expected = copydesk.clean(html).markdown(front_matter=True)
    assert whole == expected and len(whole) > 1_800_000


def test_errors_have_names(tmp_path):
    bomb = tmp_path / "bomb.html.gz"
    with gzip.open(bomb, "wb") as out:
        for _ in range(64):
            out.write(b"<p>" + b" " * (1 << 20))
    assert bomb.stat().st_size < 200_000
    (tmp_path / "page.html").write_text(page())
    outside = tmp_path.parent / f"{tmp_path.name}-secret.html"
    outside.write_text(page())
    (tmp_path / "link.html").symlink_to(outside)

    async def work(client):
        async def ask(tool, **arguments):
            result = await client.call_tool(tool, arguments)
            return result.is_error, result.content[0].text

        assert (await ask("clean", file="page.html"))[0] is False
        for name, arguments in [
            ("limit", {"file": "bomb.html.gz"}),
            ("limit", {"html": "<p>" + "x" * 17_000_000}),
            ("not-allowed", {"file": f"../{outside.name}"}),
            ("not-allowed", {"file": str(outside)}),
            ("not-allowed", {"file": "link.html"}),
            ("unreadable", {"file": "gone.html"}),
            ("unreadable", {"file": "."}),
            ("invalid-argument", {}),
            ("invalid-argument", {"html": "x", "text": "x"}),
            ("invalid-argument", {"html": "x", "favour": "recall"}),
            ("invalid-argument", {"html": 7}),
        ]:
            failed, text = await ask("clean", **arguments)
            assert failed and text.startswith(f"{name}: "), (arguments if len(str(arguments)) < 99 else "", text[:200])
        # The server is still running.
        assert (await ask("byline", text="By Jane Doe"))[0] is False
        return True

    assert session(work, "--root", tmp_path)


def test_time_limit():
    text, failed = call("clean", {"html": large_page(1_000_000)}, "--max-time", "0.001")
    assert failed and text.startswith("time-limit: ")


def test_no_files_without_a_folder(tmp_path):
    (tmp_path / "page.html").write_text(page())
    text, failed = call("clean", {"file": str(tmp_path / "page.html")})
    assert failed and text.startswith("not-allowed: ") and "--root" in text


def test_usage(tmp_path):
    done = subprocess.run([COMMAND, "mcp", "--root", str(tmp_path / "gone")], capture_output=True, timeout=60)
    assert done.returncode == 2 and b"gone" in done.stderr
    done = subprocess.run([COMMAND, "mcp"], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    assert done.stdout == b""


@pytest.mark.skipif(shutil.which("strace") is None or os.name == "nt", reason="no strace")
def test_it_opens_no_sockets_to_the_network(tmp_path):
    """A complete server session under strace: no connection leaves the machine."""
    log = tmp_path / "calls"
    request = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    subprocess.run(
        ["strace", "-f", "-e", "trace=connect,bind,listen", "-o", str(log), COMMAND, "mcp"],
        input=(json.dumps(request) + "\n").encode(),
        capture_output=True,
        timeout=60,
    )
    assert "AF_INET" not in log.read_text()
