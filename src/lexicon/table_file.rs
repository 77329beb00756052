//! Splits tables into groups and entries. The build script uses this file too.

/// Returns the groups of a table in file order: name and entries.
///
/// Entries before the first group belong to a group named `""`.
#[cfg(test)]
pub(crate) fn groups(table: &'static str) -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    let mut out: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    for line in table.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            out.push((name, Vec::new()));
        } else {
            if out.is_empty() {
                out.push(("", Vec::new()));
            }
            if let Some((_, entries)) = out.last_mut() {
                entries.push(line);
            }
        }
    }
    out.into_iter()
}

/// Returns every entry of a table with its group, in file order.
pub(crate) fn entries(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let (mut rest, mut group) = (table, "");
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
            let line = rest[..end].trim_ascii();
            rest = rest.get(end + 1..).unwrap_or_default();
            match line.as_bytes() {
                [] | [b'#', ..] => {}
                [b'[', .., b']'] => group = &line[1..line.len() - 1],
                _ => return Some((group, line)),
            }
        }
        None
    })
}

/// Returns the fields of an entry.
pub(crate) fn fields(entry: &'static str) -> impl Iterator<Item = &'static str> {
    let mut rest = Some(entry);
    std::iter::from_fn(move || {
        let (field, after) = rest.map(|rest| match memchr::memchr(b'|', rest.as_bytes()) {
            Some(at) => (&rest[..at], Some(&rest[at + 1..])),
            None => (rest, None),
        })?;
        rest = after;
        Some(field.trim_ascii())
    })
}
