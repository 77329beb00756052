#!/usr/bin/env python3
"""Seeds and dictionaries of the fuzz targets, made from the fixtures, the tests and the rules: fuzz/seeds.py FOLDER

Writes FOLDER/<target>/ and FOLDER/<target>.dict for every target. Needs only Python.
"""

import gzip
import hashlib
import json
import re
import sys
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Seeds are small, so that mutations hit something; longer pages are truncated.
PAGE_BYTES = 16 << 10
# With more entries, libFuzzer rarely picks one that matters.
DICT_ENTRIES = 1500


def put(folder: Path, target: str, seed: bytes) -> None:
    place = folder / target
    place.mkdir(parents=True, exist_ok=True)
    (place / hashlib.sha1(seed).hexdigest()).write_bytes(seed)


def dictionary(folder: Path, target: str, entries) -> None:
    def escaped(entry: bytes) -> str:
        return "".join(chr(b) if 0x20 <= b < 0x7F and b not in b'"\\' else f"\\x{b:02x}" for b in entry)

    chosen = sorted({e for e in entries if 0 < len(e) <= 60}, key=lambda e: hashlib.sha1(e).digest())
    lines = [f'"{escaped(entry)}"\n' for entry in chosen[:DICT_ENTRIES]]
    (folder / f"{target}.dict").write_text("".join(lines))


def rule_words(*names: str):
    for name in names:
        for line in (ROOT / "src/rules" / name).read_text().splitlines():
            if line and line[0] not in "#[":
                yield from (part.strip().encode() for part in re.split(r"[|,]", line))


def cases():
    """Returns the tricky pages of the parser's tests, one per line with escapes."""
    kinds = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "0": "\0", "\\": "\\"}
    for line in (ROOT / "tests/parse/cases.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            yield re.sub(r"\\([nrtf0\\])", lambda m: kinds[m[1]], line)


def pages():
    for path in sorted((ROOT / "fixtures").glob("*/input.*")):
        yield path, path.read_bytes()


def expected():
    """Returns the record of each fixture and the text after it."""
    for path in sorted((ROOT / "fixtures").glob("*/expected.md")):
        text = path.read_text()
        record, end = json.JSONDecoder().raw_decode(text)
        yield record, text[end:].strip()


def test_strings(name: str):
    """Returns the string literals of a test file, including its tables."""
    for literal in re.findall(r'"((?:[^"\\\n]|\\.)*)"', (ROOT / name).read_text()):
        try:
            yield json.loads(f'"{literal}"').encode()
        except (ValueError, UnicodeEncodeError):
            continue


def warc_record(number: int, kind: str, media: str, block: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Target-URI: https://post.example/{number}\r\n"
        f"Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def responses(body: bytes):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
    half = len(body) // 2
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:half], body[half:]) if part) + b"0\r\n\r\n"
    yield head + b"\r\n" + body
    yield head + b"Transfer-Encoding: chunked\r\n\r\n" + chunks
    yield head + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(body, mtime=0)
    yield head + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(body)
    yield head + b"Content-Encoding: br\r\n\r\n\x0b\x02\x80" + body[:5] + b"\x03"
    yield b"HTTP/1.0 301 Moved\nLocation: /\n\n"


def write_pages(folder: Path) -> None:
    small = []
    for path, page in pages():
        cut = page[:PAGE_BYTES]
        html = path.suffix == ".html"
        put(folder, "decode", b"\xff" + cut)
        put(folder, "text", cut.decode("utf-8", "ignore").encode())
        if html:
            put(folder, "parse", cut.decode("utf-8", "ignore").encode())
            small.append(page[:2000])
            for script in re.findall(rb"<script[^>]*json[^>]*>(.*?)</script>", page, re.S):
                put(folder, "jsonld", script.decode("utf-8", "ignore").encode())
    for case in cases():
        put(folder, "parse", case.encode())
        put(folder, "decode", b"\xff" + case.encode())
    for hint, label in enumerate(["utf-8", "utf-16-le", "shift_jis", "gb18030", "cp1252", "iso2022_jp", "euc_kr", "big5"]):
        put(folder, "decode", bytes([hint]) + "<title>日本語の見出し</title><p>本文です。これは段落です。".encode(label, "ignore"))
    for number, page in enumerate(small[:6]):
        for response in responses(page):
            put(folder, "http", response)
            record = warc_record(number, "response", "application/http; msgtype=response", response)
            put(folder, "warc", record + warc_record(9, "resource", "text/html", page[:300]))
            put(folder, "warc", gzip.compress(record, mtime=0) + gzip.compress(record, mtime=0))
    marks = re.findall(rb"</?[a-zA-Z][^>]{0,30}>?|&[#a-z0-9]+;?|<!--|-->|--!>|<!\[CDATA\[|\]\]>", b"\n".join(c.encode() for c in cases()))
    dictionary(folder, "parse", marks)
    dictionary(folder, "decode", marks + [b"\xef\xbb\xbf", b"\xff\xfe", b"\x1b$B", b"\x1b(B", b"charset=", b"<meta charset="])
    dictionary(folder, "text", list(rule_words("phrases.txt", "mail-headers.txt", "scrub.txt", "openings.txt")) + [b"\n\n", b"* ", b"---", b"\r\n", b"[1]", b"> "])
    web = b"WARC/1.0|WARC-Type: |response|resource|Content-Length: |Content-Type: |HTTP/1.1 200 OK|Transfer-Encoding: chunked|Content-Encoding: gzip|\r\n\r\n|\x1f\x8b\x08"
    dictionary(folder, "warc", web.split(b"|"))
    dictionary(folder, "http", web.split(b"|"))


def write_strings(folder: Path) -> None:
    for record, text in expected():
        byline, dateline, credit = (record.get(name) or {} for name in ("byline", "dateline", "credit"))
        paragraphs = [part for part in text.split("\n\n") if part]
        for target, seeds in {
            "byline": [byline.get("raw")],
            "dateline": [dateline.get("raw"), paragraphs[0] if paragraphs else None],
            "credit": [credit.get("raw"), "\n\n".join(paragraphs[-2:])],
            "date": [record.get("published"), record.get("modified"), dateline.get("date")],
        }.items():
            for seed in filter(None, seeds):
                put(folder, target, seed.encode()[:2000])
    for target, names in {
        "byline": ["tests/byline.rs"],
        "dateline": ["src/dateline/tests.rs", "src/dateline/east_asian.rs"],
        "credit": ["src/credit/tests.rs"],
        "date": ["src/date/tests.rs", "src/date/parse.rs"],
        "jsonld": ["src/metadata/jsonld.rs", "src/metadata/tests.rs", "src/metadata/embedded_state.rs", "src/metadata/json_repair.rs"],
    }.items():
        for name in names:
            for seed in test_strings(name):
                put(folder, target, seed)
    dictionary(folder, "byline", rule_words("byline.txt", "byline-cjk.txt", "byline-roles.txt"))
    dictionary(folder, "dateline", list(rule_words("months.txt", "agencies.txt")) + [b" \xe2\x80\x94 ", b"(AP)", b" - ", b"/PRNewswire/"])
    dictionary(folder, "credit", rule_words("credits.txt", "agencies.txt"))
    dictionary(folder, "date", rule_words("months.txt", "date-words.txt"))
    keys = rule_words("schema-types.txt", "meta-names.txt")
    dictionary(folder, "jsonld", list(keys) + [b'"@type":', b'"@graph":[', b'"@id":', b'"author":', b'"headline":', b"\\u", b"}{", b"<!--", b'"image":'])


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "fuzz/corpus")
    write_pages(folder)
    write_strings(folder)
    for target in sorted(p for p in folder.iterdir() if p.is_dir()):
        print(f"{target.name}: {sum(1 for _ in target.iterdir())} seeds")


if __name__ == "__main__":
    main()
