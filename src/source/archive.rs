//! tar and zip archives of pages, a member at a time.

use std::{
    io::{Read, Seek},
    ops::ControlFlow,
    path::{Component, Path},
};

use ignore::overrides::Override;

use super::{Fault, Payload, Rules, Taker, stream::Name, stream::read_all};

/// What to try when an archive ends too early or holds what cannot be read.
const REMEDY: &str = "fetch the archive again; what came before is read";

/// The members of a tar archive, in their order.
pub(crate) fn tar(
    reader: impl Read,
    name: &Name<'_>,
    rules: &Rules,
    take: &mut Taker<'_>,
) -> ControlFlow<()> {
    let mut archive = ::tar::Archive::new(reader);
    let sieve = Sieve::new(rules);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return take(name.item(Payload::Fault(Fault::read(&error)))),
    };
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                return take(name.item(Payload::Fault(Fault::new(format!("is damaged ({error})"), REMEDY))));
            }
        };
        let member = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if !entry.header().entry_type().is_file() || !sieve.lets(&member) {
            continue;
        }
        let payload = payload(&mut entry, rules);
        take(name.member(&member, payload))?;
    }
    ControlFlow::Continue(())
}

/// The members of a zip archive, in the order of its directory.
pub(crate) fn zip(
    reader: impl Read + Seek,
    name: &Name<'_>,
    rules: &Rules,
    take: &mut Taker<'_>,
) -> ControlFlow<()> {
    let mut archive = match ::zip::ZipArchive::new(reader) {
        Ok(archive) => archive,
        Err(error) => {
            let fault = Fault::new(format!("is no whole zip archive ({error})"), "fetch it again");
            return take(name.item(Payload::Fault(fault)));
        }
    };
    let sieve = Sieve::new(rules);
    for index in 0..archive.len() {
        let called = archive.name_for_index(index).unwrap_or_default().to_owned();
        let (member, payload) = match archive.by_index(index) {
            Ok(mut file) => {
                let member = file.name().to_owned();
                if !file.is_file() || !sieve.lets(&member) {
                    continue;
                }
                let payload = payload(&mut file, rules);
                (member, payload)
            }
            Err(error) => {
                (called, Payload::Fault(Fault::new(format!("cannot be unpacked ({error})"), REMEDY)))
            }
        };
        take(name.member(&member, payload))?;
    }
    ControlFlow::Continue(())
}

fn payload(member: &mut dyn Read, rules: &Rules) -> Payload {
    match read_all(member, rules.sizes.packed) {
        Ok(bytes) => Payload::Bytes(bytes),
        Err(fault) => Payload::Fault(fault),
    }
}

/// Which members are pages that are wanted.
struct Sieve<'r> {
    rules: &'r Rules,
    globs: Override,
}

impl<'r> Sieve<'r> {
    fn new(rules: &'r Rules) -> Self {
        // Globs were checked before the run; one that cannot be read here lets everything in.
        Self { rules, globs: rules.globs(Path::new("")).unwrap_or_else(|_| Override::empty()) }
    }

    fn lets(&self, member: &str) -> bool {
        let path = Path::new(member);
        let hidden = path
            .components()
            .any(|part| matches!(part, Component::Normal(name) if name.as_encoded_bytes().starts_with(b".")));
        (self.rules.hidden || !hidden)
            && self.rules.wants(path)
            && !self.globs.matched(path.strip_prefix("/").unwrap_or(path), false).is_ignore()
    }
}
