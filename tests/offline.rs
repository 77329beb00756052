//! Nothing here opens a connection: no crate that could is in the lock file, and no source names a socket.

use std::{fs, path::Path};

/// Crates by which Rust programs reach the network.
const NETWORK: [&str; 26] = [
    "async-std",
    "attohttpc",
    "curl",
    "curl-sys",
    "h2",
    "hickory-client",
    "hickory-resolver",
    "hyper",
    "isahc",
    "libssh2-sys",
    "minreq",
    "mio",
    "native-tls",
    "openssl",
    "openssl-sys",
    "quinn",
    "reqwest",
    "rustls",
    "smol",
    "socket2",
    "ssh2",
    "surf",
    "tokio",
    "trust-dns-resolver",
    "ureq",
    "zmq",
];

#[test]
fn no_crate_reaches_the_network() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lock = fs::read_to_string(root.join("Cargo.lock")).expect("the lock file");
    let names: Vec<&str> =
        lock.lines().filter_map(|l| l.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    assert!(names.contains(&"html5ever"), "the lock file has another shape than is read here");
    for name in names {
        assert!(!NETWORK.contains(&name), "{name} can open connections");
    }
}

#[test]
fn no_source_names_a_socket() {
    /// Modules of the standard library that open connections.
    const SOCKETS: [&str; 3] = ["std::net", "std::os::unix::net", "core::net"];
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let source = fs::read_to_string(&path).expect("a source");
                read += 1;
                for socket in SOCKETS {
                    assert!(!source.contains(socket), "{}: {socket}", path.display());
                }
            }
        }
    }
    assert!(read > 0, "no sources were found");
}
