"""The labeled pages on disk: `<set>/gold.jsonl` and `<set>/pages/<id>.html.gz`."""
import gzip
import json
import os
import re

CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
HEAD_BYTES = 4096


def gold(folder):
    """Gold records of a set by id."""
    with open(os.path.join(folder, "gold.jsonl"), encoding="utf-8") as f:
        return {str(o["id"]): o for o in map(json.loads, filter(str.strip, f))}


def settings(folder):
    """Scoring settings of a set."""
    try:
        with open(os.path.join(folder, "set.json"), encoding="utf-8") as f:
            return json.load(f)
    except OSError:
        return {}


def html(folder, name):
    """Returns a page as text, decoded well enough to cut pieces out of it; None if it is missing."""
    path = os.path.join(folder, "pages", name + ".html")
    try:
        if os.path.exists(path + ".gz"):
            with gzip.open(path + ".gz") as f:
                data = f.read()
        else:
            with open(path, "rb") as f:
                data = f.read()
    except OSError:
        return None
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:].decode("utf-8", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        label = CHARSET.search(data[:HEAD_BYTES])
        try:
            return data.decode(label.group(1).decode() if label else "windows-1252", "replace")
        except LookupError:
            return data.decode("windows-1252", "replace")


def write_page(folder, name, text):
    """Writes a page as UTF-8 with a byte order mark, which takes precedence over the charset in its head."""
    os.makedirs(os.path.join(folder, "pages"), exist_ok=True)
    with gzip.open(os.path.join(folder, "pages", name + ".html.gz"), "wb", compresslevel=3) as f:
        f.write(b"\xef\xbb\xbf" + text.encode("utf-8", "replace"))
