"""The labeled pages on disk: `<set>/gold.jsonl` and `<set>/pages/<id>.html.gz`."""
import gzip
import html as entities
import json
import os
import re

CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
HEAD_BYTES = 4096
# Ids of test files that are threads.
THREAD = re.compile(r"comments|ycombinator|reddit|github|conversation")


def gold(folder):
    """Gold records of a set by id. The text of a set with expected Markdown is that Markdown without its markup."""
    with open(os.path.join(folder, "gold.jsonl"), encoding="utf-8") as f:
        out = {str(o["id"]): o for o in map(json.loads, filter(str.strip, f))}
    for name, record in out.items():
        path = os.path.join(folder, "expected", name + ".md")
        if not record.get("text") and os.path.exists(path):
            with open(path, encoding="utf-8") as f:
                record["text"] = plain(f.read())
            # The set's types are those of test files, whose ids begin with them: one family is one site.
            record["site"] = "markdown-" + name.split("--")[0]
            record["type"] = "forum" if THREAD.search(name) else "article"
    return out


def plain(markdown):
    """Markdown without link targets, pictures, tags and marks."""
    s = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", markdown)
    s = re.sub(r"\[([^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)", r"\1", s)
    s = re.sub(r"\[\^([\w-]+)\]:?", r" \1 ", s)
    s = re.sub(r"^\s*(?:```|~~~).*$|</?[a-zA-Z][^>]*>|^>?\s*\[!\w+\]", "", s, flags=re.M)
    s = re.sub(r"^[ >]*(?:#{1,6}|[-*+]|\d+\.)\s", "", s, flags=re.M)
    s = re.sub(r"^\s*\|?[-:| ]+\|?\s*$", "", s, flags=re.M)
    return entities.unescape(re.sub(r"\s\|\s|^\||\|$", "\n", s, flags=re.M)).replace("**", "").replace("\\", "")


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
