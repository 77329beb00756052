#!/usr/bin/env python3
"""Records a learned file in src/model/models.toml: its hash, its script, the corpora and the cross-validated figures.

    register.py FILE SCRIPT [--corpus DIR]... [--figure NAME=VALUE]...

Run it after every training. tests/models.rs compares the hashes with the files.
"""
import argparse, hashlib, json, os, re

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TABLE = os.path.join(ROOT, "src", "model", "models.toml")
HEAD = """# Every learned file: its hash, the script that makes it (`cargo xtask train NAME`), the corpora it was trained on with the
# hash of their labels, and its figures, cross-validated by registrable domain. Written by train/register.py.
"""


def digest(path):
    """Returns the SHA-256 of a file."""
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


def entry(file, script, corpora, figures):
    """Returns one [[model]] table."""
    lines = ["[[model]]", f'file = "{file}"', f'sha256 = "{digest(os.path.join(ROOT, "src", "model", file))}"',
             f'script = "{script}"', "[model.corpora]"]
    lines += [f'{name} = "{value}"' for name, value in sorted(corpora.items())]
    lines += ["[model.figures]"] + [f"{json.dumps(name)} = {value}" for name, value in figures]
    return "\n".join(lines) + "\n"


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("file"); ap.add_argument("script")
    ap.add_argument("--corpus", action="append", default=[]); ap.add_argument("--figure", action="append", default=[])
    a = ap.parse_args()
    corpora = {os.path.basename(os.path.normpath(c)): digest(os.path.join(c, "gold.jsonl")) for c in a.corpus}
    figures = [(name, float(value)) for name, value in (f.split("=", 1) for f in a.figure)]
    old = open(TABLE, encoding="utf-8").read() if os.path.exists(TABLE) else HEAD
    head, *rest = re.split(r"^(?=\[\[model\]\])", old, flags=re.M)
    kept = [part.strip() + "\n" for part in rest if f'file = "{a.file}"' not in part]
    parts = sorted(kept + [entry(a.file, a.script, corpora, figures)])
    with open(TABLE, "w", encoding="utf-8") as f:
        f.write((head or HEAD).rstrip() + "\n\n" + "\n".join(parts))


if __name__ == "__main__":
    main()
