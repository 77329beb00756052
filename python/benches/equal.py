"""Checks that the records from Python are the command's, byte for byte of JSON.

    python python/benches/equal.py --bin target/release/copydesk FOLDER...

Cleans every page of the folders with the command (`--format jsonl --ordered`) and from Python: `read_pages` into
`clean_many`, and `clean` on bytes, both as JSON; then as dicts, and as rows of Arrow. A page that fails must fail both ways.
Prints a line per folder; exits 1 if any record differs.
"""

import argparse
import gzip
import json
import pathlib
import subprocess
import sys

import copydesk

#: Pages per call of the command.
AT_A_TIME = 200


def records(command, paths):
    """Returns the command's records of files, as lines."""
    done = subprocess.run(
        [command, "--format", "jsonl", "--ordered", "--quiet", "--files-from", "-"],
        input="\0".join(paths).encode() + b"\0",
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command} ended with {done.returncode}")
    return done.stdout.decode().split("\n")[:-1]


def content(path):
    data = pathlib.Path(path).read_bytes()
    return gzip.decompress(data) if path.endswith(".gz") else data


#: Fields that JSON leaves out if they are empty.
OPTIONAL = ("error", "reason", "comments", "markdown", "html")


def known(fields, optional):
    """Returns the fields without those of ``optional`` that are null."""
    return {name: value for name, value in fields.items() if name not in optional or value is not None}


def as_json(row):
    """Returns the record of a row of Arrow as JSON has it."""
    row = known(row, OPTIONAL)
    if row["byline"]:
        row["byline"] = known(row["byline"], ("confidence",))
    row["sources"] = known(row["sources"] or {}, row["sources"] or {})
    return row


def rows(table):
    """Yields records as JSON has them, from Arrow."""
    return map(as_json, table.to_pylist())


def attempt(path):
    try:
        return copydesk.clean(content(path), source=path)
    except copydesk.CopydeskError as error:
        return error


def compare(command, paths):
    """Returns (path, way) for each record that is not the command's."""
    differences = []
    for start in range(0, len(paths), AT_A_TIME):
        part = paths[start : start + AT_A_TIME]
        expected = records(command, part)
        assert len(expected) == len(part), f"{len(expected)} records of {len(part)} pages"
        many = list(copydesk.clean_many(copydesk.read_pages(part), errors="return"))
        direct = [attempt(path) for path in part]
        arrow = rows(copydesk.to_batch(many))
        for path, line, a, b, row in zip(part, expected, many, direct, arrow):
            failed = [isinstance(each, Exception) for each in (a, b)]
            if any(failed):
                if not all(failed) or json.loads(line)["outcome"] != "error":
                    differences.append((path, "failure"))
                continue
            for way, equal in (
                ("clean_many", a.to_json() == line),
                ("clean", b.to_json() == line),
                ("to_dict", a.to_dict() == json.loads(line)),
                ("arrow", row == json.loads(line)),
            ):
                if not equal:
                    differences.append((path, way))
    return differences


def pages_of(folder):
    return sorted(str(path) for path in pathlib.Path(folder).iterdir() if path.is_file())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--bin", required=True)
    args = parser.parse_args()
    failed = False
    for folder in args.folders:
        paths = pages_of(folder)
        differences = compare(args.bin, paths)
        failed |= bool(differences)
        print(f"{folder}: {len(paths)} pages, {len(differences)} differences")
        for path, way in differences[:10]:
            print(f"  {way}: {path}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
