//! A fresh folder and the command, for one test.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// Returns a page with an article of three paragraphs; `name` makes it unique.
pub(crate) fn page(name: &str) -> String {
    format!(
        "<!doctype html><html lang=en><head><title>{name} ferry returns to the river - Fairbrook Post</title></head>\
         <body><nav><a href=/>Home</a> <a href=/local>Local</a></nav><article><h1>{name} ferry returns to the river</h1>\
         <p>The {name} ferry crossed the Alder again on Monday, nine months after a flood tore away its landing stage.</p>\
         <p>Some two hundred people stood on the bank to watch, and the first car across was a baker's van, the crew said.</p>\
         <p>The crossing will run every half hour until nine in the evening, except on market days, when it runs until ten.</p>\
         </article><footer>Copyright Fairbrook Post</footer></body></html>"
    )
}

/// A page without any text.
pub(crate) const EMPTY: &str = "<!doctype html><title>x</title><body><div></div></body>";

/// A temporary folder, which is removed when the test ends.
pub(crate) struct Workspace {
    dir: tempfile::TempDir,
}

impl Workspace {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().expect("a temporary folder") }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file and creates its folders.
    pub(crate) fn put(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, content).expect("a file");
        self
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn read_bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Returns every file below `name` as a relative path, sorted.
    pub(crate) fn files(&self, name: &str) -> Vec<String> {
        let (root, mut found) = (self.path(name), Vec::new());
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).expect("a folder").map(|e| e.expect("an entry").path()) {
                if entry.is_dir() {
                    folders.push(entry);
                } else {
                    found.push(entry.strip_prefix(&root).expect("below").to_string_lossy().into_owned());
                }
            }
        }
        found.sort();
        found
    }

    /// Returns the command with this folder as its working directory.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.args(args).current_dir(self.dir.path()).stdin(Stdio::null());
        command
    }

    /// Runs the command with empty standard input.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().expect("the command runs"))
    }

    /// Runs the command with `input` on standard input.
    pub(crate) fn feed(&self, args: &[&str], input: impl AsRef<[u8]>) -> Ran {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command runs");
        let mut stdin = child.stdin.take().expect("a pipe");
        let input = input.as_ref().to_vec();
        let writer = std::thread::spawn(move || {
            // A command that ends early closes the pipe, which is fine.
            let _ = stdin.write_all(&input);
        });
        let output = child.wait_with_output().expect("the command ends");
        writer.join().expect("the writer ends");
        Ran::of(output)
    }
}

/// The output and the exit code of the command.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
        }
    }

    /// Returns standard output as JSON, one object per line.
    pub(crate) fn records(&self) -> Vec<serde_json::Value> {
        records(&self.out)
    }
}

/// Parses lines of JSON.
pub(crate) fn records(lines: &str) -> Vec<serde_json::Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
}

/// Returns the sources of records, in order.
pub(crate) fn sources(records: &[serde_json::Value]) -> Vec<&str> {
    records.iter().map(|r| r["source"].as_str().expect("a source")).collect()
}

/// Compresses bytes with gzip.
pub(crate) fn gzip(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes.as_ref()).expect("memory");
    encoder.finish().expect("memory")
}

/// Returns whether `path` exists.
pub(crate) fn exists(path: impl AsRef<Path>) -> bool {
    path.as_ref().exists()
}

/// Returns a WARC record with an HTTP response.
pub(crate) fn response(id: &str, url: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let http = [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat();
    record("response", id, url, "application/http; msgtype=response", &http)
}

/// Returns a WARC record.
pub(crate) fn record(kind: &str, id: &str, url: &str, content_type: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{id}>\r\nWARC-Target-URI: {url}\r\n\
         WARC-Date: 2031-05-04T09:00:00Z\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}
