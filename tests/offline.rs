//! copydesk opens no connections: no dependency of the default build can, and no source uses a socket.

use std::{env, fs, path::Path, process::Command};

/// Crates with which Rust programs reach the network.
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
    let tree = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()))
        .args(["tree", "--package", "copydesk", "--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo can be started");
    let tree = String::from_utf8(tree.stdout).expect("UTF-8");
    let names: Vec<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.contains(&"html5ever"), "`cargo tree` has another format than expected");
    for name in names {
        assert!(!NETWORK.contains(&name), "{name} can open connections");
    }
}

#[test]
fn no_source_uses_a_socket() {
    /// Modules of the standard library that open connections.
    const SOCKETS: [&str; 3] = ["std::net", "std::os::unix::net", "core::net"];
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                // The server is behind a feature, listens where it is told to, and opens no connections.
                if !path.ends_with("cli/serve") {
                    folders.push(path);
                }
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

#[test]
fn the_server_connects_to_nothing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/serve");
    let mut read = 0;
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "rs") {
            let source = fs::read_to_string(&path).expect("a source");
            read += 1;
            for name in ["TcpStream", "TcpSocket", "UdpSocket", "UnixStream", "::connect"] {
                assert!(!source.contains(name), "{}: {name}", path.display());
            }
        }
    }
    assert!(read > 0, "no sources were found");
}
