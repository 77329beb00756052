"""Rate from Python compared with the Rust library and with trafilatura, on one thread, in one run.

    cargo build --release --example rate
    python python/benches/rate.py FOLDER --rust target/release/examples/rate [--passes 5] [--trafilatura]

FOLDER holds pages (.html or .html.gz). All are read before the clock starts; the passes take turns, and
what is compared is CPU time of the process (of the median pass), so that other work on the machine counts
for nothing. Each page goes from bytes to the JSON of its record. Prints one JSON object.
"""

import argparse
import gzip
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import copydesk


def read(folder):
    pages = []
    for path in sorted(pathlib.Path(folder).iterdir()):
        data = path.read_bytes()
        pages.append(gzip.decompress(data) if path.suffix == ".gz" else data)
    return pages


class Rust:
    """The library in a process of its own, which cleans all pages for each line that it gets."""

    def __init__(self, program, folder):
        self.process = subprocess.Popen(
            [program, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def cpu(self):
        # Nanoseconds on the CPU of the only thread.
        return int(pathlib.Path(f"/proc/{self.process.pid}/schedstat").read_text().split()[0]) / 1e9

    def run(self):
        before = self.cpu() if self.process.poll() is None else 0
        self.process.stdin.write("\n")
        size = int(self.process.stdout.readline())
        return self.cpu() - before, size


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--rust", required=True, help="the built example `rate`")
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--trafilatura", action="store_true", help="measure trafilatura too (one pass)")
    args = parser.parse_args()
    pages = read(args.folder)
    size = sum(map(len, pages))
    cleaner = copydesk.Cleaner()

    def from_python():
        start = time.process_time()
        written = sum(len(cleaner.clean(page).to_json().encode()) for page in pages)
        return time.process_time() - start, written

    def peer():
        import trafilatura

        start = time.process_time()
        for page in pages:
            trafilatura.extract(page, output_format="json", with_metadata=True, include_comments=False)
        return time.process_time() - start

    with tempfile.TemporaryDirectory() as plain:
        for number, page in enumerate(pages):
            pathlib.Path(plain, f"{number:06d}.html").write_bytes(page)
        rust = Rust(args.rust, plain)
        # The first pass of each fills its tables and buffers.
        assert rust.run()[1] == from_python()[1], "the records differ"
        turns = [(rust.run()[0], from_python()[0]) for _ in range(args.passes)]
        rust.process.stdin.close()
        rust.process.wait()
    of_rust, of_python = (statistics.median(side) for side in zip(*turns))
    told = {
        "pages": len(pages),
        "megabytes": round(size / 1e6, 1),
        "rust_mb_per_cpu_s": round(size / 1e6 / of_rust, 1),
        "python_mb_per_cpu_s": round(size / 1e6 / of_python, 1),
        "python_ms_per_page": round(1000 * of_python / len(pages), 3),
        "python_to_rust": round(statistics.median(r / p for r, p in turns), 3),
    }
    if args.trafilatura:
        peer_time = peer()
        told["trafilatura_mb_per_cpu_s"] = round(size / 1e6 / peer_time, 1)
        told["python_to_trafilatura"] = round(peer_time / of_python, 1)
    json.dump(told, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
