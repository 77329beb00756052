#!/usr/bin/env python3
"""Seeds and dictionaries of the fuzz targets, made from the fixtures, the tests and the rules: fuzz/seeds.py FOLDER

Writes FOLDER/<target>/ and FOLDER/<target>.dict for every target. Needs only Python.
"""

import bz2
import gzip
import hashlib
import io
import json
import lzma
import re
import sys
import tarfile
import zipfile
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
        for line in (ROOT / "src/lexicon/data" / name).read_text().splitlines():
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


def table_strings(name: str):
    """Returns the second column of a table of test strings, with its escapes undone."""
    for line in (ROOT / f"tests/strings/{name}.tsv").read_text().splitlines():
        columns = line.split("\t")
        if len(columns) > 1 and not line.startswith("#"):
            yield columns[1].replace("\\n", "\n").replace("\\t", "\t").encode()


def test_strings(path: Path):
    """Returns the string literals of a source file that look like JSON."""
    source = path.read_text()
    for literal in re.findall(r'r#"(\{.*?\})"#', source, re.S):
        yield literal.encode()
    for literal in re.findall(r'"((?:[^"\\\n]|\\.)*)"', source):
        if not literal.startswith("{"):
            continue
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
            # What is between the headline and the end of the story, where the writers have something to do.
            story = page.decode("utf-8", "ignore").partition("</h1>")[2].partition("</article>")[0]
            put(folder, "writers", story[:PAGE_BYTES // 2].encode())
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
    inline = b"<a href=|javascript:|java&#9;script:|data:|](x)|<sup>|<del>|<table>|<td rowspan=|colspan=|<pre>|<code>|```|<math>|<msup>|$$|\\(|<li value=|<blockquote>|<dl><dt>|<dd>|<img src=|<q>|<ruby>|<rt>|class=footnote|id=fn1|#fn1|&lt;b&gt;|[^1]|\\|~~|**|<br>"
    dictionary(folder, "writers", marks + inline.split(b"|"))
    dictionary(folder, "text", list(rule_words("labels.txt", "mail-headers.txt", "scrub.txt", "openings.txt")) + [b"\n\n", b"* ", b"---", b"\r\n", b"[1]", b"> "])
    web = b"WARC/1.0|WARC-Type: |response|resource|Content-Length: |Content-Type: |HTTP/1.1 200 OK|Transfer-Encoding: chunked|Content-Encoding: gzip|\r\n\r\n|\x1f\x8b\x08"
    dictionary(folder, "warc", web.split(b"|"))
    dictionary(folder, "http", web.split(b"|"))


def packed(files: dict[str, bytes]):
    """Yields an archive of files in each of the formats that Python writes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    yield buffer.getvalue()
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    yield buffer.getvalue()
    for compress in (bz2.compress, lzma.compress):
        yield compress(buffer.getvalue())


def write_archives(folder: Path) -> None:
    html = b"<title>Pier</title><article><h1>Pier reopens</h1><p>The harbour board met on Tuesday.</p></article>"
    story = json.dumps({"url": "https://post.example/1", "html": html.decode()}).encode()
    mail = (
        b"From: Ada <ada@post.example>\r\nSubject: =?UTF-8?Q?Pier?=\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://post.example/1\r\n\r\n" + html + b"\r\n--b--\r\n"
    )
    rss = b"<rss version='2.0'><channel><title>P</title><item><title>Pier</title><link>https://post.example/1</link><description><![CDATA[" + html + b"]]></description></item></channel></rss>"
    atom = b"<feed xmlns='http://www.w3.org/2005/Atom'><title>P</title><entry><title>Pier</title><content type='html'>&lt;p&gt;The board met.&lt;/p&gt;</content></entry></feed>"
    arc = b"filedesc://x.arc 0.0.0.0 20310505000000 text/plain 75\n1 0 Post\nURL IP-address Archive-date Content-type Archive-length\n\n"
    arc += b"https://post.example/1 1.2.3.4 20310505000000 text/html %d\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n%s\n" % (len(html) + 45, html)
    container = b"<container><rootfiles><rootfile full-path='OEBPS/b.opf'/></rootfiles></container>"
    book = b"<package><manifest><item id='a' href='a.xhtml'/></manifest><spine><itemref idref='a'/></spine></package>"
    seeds = [mail, b"From ada\n" + mail + b"\nFrom bob\n" + mail, rss, atom, arc, story + b"\n" + story, b"[" + story + b"]"]
    seeds += packed({"a/1.html": html, "../2.html": html, "3.xml": rss})
    seeds += packed({"mimetype": b"application/epub+zip", "META-INF/container.xml": container, "OEBPS/b.opf": book, "OEBPS/a.xhtml": html})
    for seed in seeds:
        # The first byte selects the kind; 0 lets the bytes tell.
        put(folder, "archive", b"\0" + seed)
    words = b"PK\x03\x04|PK\x01\x02|PK\x05\x06|ustar|From |Content-Type: |multipart/|boundary=|quoted-printable|base64|<rss|<feed|<item>|<entry>|<![CDATA[|{\"html\":|BZh|\xfd7zXZ|filedesc:|../|\r\n"
    dictionary(folder, "archive", words.split(b"|"))


def write_batch(folder: Path) -> None:
    for seed in ("10 1 0 0 900 0 1f:7:a\n30 3 0 0 2700 0 2a:7:n 2b:7:f\n", "!torn", "18446744073709551615 0 0 0 0 0 1:1:s"):
        put(folder, "journal", seed.encode())
    dictionary(folder, "journal", [b":a", b":n", b":f", b":s", b" 0 0 0 0 0 ", b"\n", b"!", b"18446744073709551615"])
    rule = "host = \"post.example\"\nbody = [\"#story\"]\nstrip = [\".promo\"]\ntitle = [\"h1\"]\nauthor = [\".by\"]\ndate = [\"time@datetime\"]\nvalid_until = \"2031-05-05\"\n"
    imported = "body: //div[@id='story']\nstrip: //p[contains(@class, 'promo')]\nstrip_id_or_class: ad\ntitle: //h1\nprune: no\n"
    put(folder, "site_rules", rule.encode())
    put(folder, "site_rules", imported.encode())
    for path in sorted((ROOT / "fixtures").rglob("*.toml")):
        put(folder, "site_rules", path.read_bytes())
    words = "host = |body = [|strip: |strip_id_or_class: |title: |author: |date: |//div[@id='|contains(@class, '|:not(|:has(|::before| > |[class*=\"|test_url: |[[test]]|valid_until = "
    dictionary(folder, "site_rules", words.encode().split(b"|"))


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
    for target in ("byline", "dateline", "credit", "date"):
        for seed in table_strings(target):
            put(folder, target, seed)
    for path in sorted((ROOT / "src/metadata").glob("*.rs")):
        for seed in test_strings(path):
            put(folder, "jsonld", seed)
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
    write_archives(folder)
    write_batch(folder)
    for target in sorted(p for p in folder.iterdir() if p.is_dir()):
        print(f"{target.name}: {sum(1 for _ in target.iterdir())} seeds")


if __name__ == "__main__":
    main()
