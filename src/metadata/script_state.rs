//! Reads states that a script computes by calling a function with values: `(function(a,b){return {title:a}}("…",null))`.
//!
//! Nuxt 2 writes its state so, because values that occur several times need to be written only once.

/// Maximum length of the result, as a multiple of the script, and of the parameters.
const GROWTH: usize = 4;
const PARAMETERS: usize = 4_096;

/// Returns the state as JSON, with the values in place of the parameters.
pub(super) fn to_json(script: &str) -> Option<String> {
    let (_, rest) = script.strip_prefix('(')?.trim_start().strip_prefix("function")?.split_once('(')?;
    let (names, rest) = rest.split_once(')')?;
    let names: Vec<&str> = names.split(',').map(str::trim).take(PARAMETERS).collect();
    let object = &rest[rest.find("return")? + "return".len()..];
    let limit = script.len().saturating_mul(GROWTH);
    let size = value_len(object)?;
    let after = object[size..].trim_start_matches([';', ' ', '\n', '}', ')']);
    let mut values = after.strip_prefix('(').map_or("", |values| values);
    let mut given: Vec<&str> = Vec::new();
    while given.len() < names.len() {
        values = values.trim_start();
        let Some(size) = value_len(values).filter(|&size| size > 0) else { break };
        given.push(&values[..size]);
        let Some(rest) = values[size..].trim_start().strip_prefix(',') else { break };
        values = rest;
    }
    let lookup = |name: &str| names.iter().position(|n| *n == name).and_then(|n| given.get(n)).copied();
    let mut out = String::new();
    write(&object[..size], &lookup, limit, &mut out);
    Some(out)
}

/// Returns the length of the value at the start of a script: up to a comma or a closing bracket of what is around it.
fn value_len(script: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = script.len() - script.trim_start().len();
    let bytes = script.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => at += string_len(&script[at..])? - 1,
            b'{' | b'[' | b'(' => depth += 1,
            b'}' | b']' | b')' if depth == 0 => return Some(at),
            b'}' | b']' | b')' => depth -= 1,
            b',' | b';' if depth == 0 => return Some(at),
            _ => {}
        }
        at += 1;
        if depth == 0 && matches!(byte, b'}' | b']') {
            return Some(at);
        }
    }
    Some(at)
}

/// Returns the length of the string at the start of a script, with its quotes.
fn string_len(script: &str) -> Option<usize> {
    let mut bytes = script.bytes().enumerate();
    let (_, quote) = bytes.next()?;
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            _ if byte == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Writes a script's value as JSON.
fn write<'a>(mut script: &'a str, lookup: &dyn Fn(&str) -> Option<&'a str>, limit: usize, out: &mut String) {
    while let Some(first) = script.chars().next().filter(|_| out.len() < limit) {
        let size = match first {
            '"' | '\'' => string_len(script).unwrap_or(script.len()),
            c if is_word(c) => script.find(|c| !is_word(c)).unwrap_or(script.len()),
            c => c.len_utf8(),
        };
        let (token, rest) = script.split_at(size);
        script = rest;
        match first {
            '\'' => {
                out.push('"');
                let inner = token.get(1..size - 1).unwrap_or_default();
                out.push_str(&inner.replace("\\'", "'").replace('"', "\\\""));
                out.push('"');
            }
            c if c.is_ascii_digit() || !is_word(c) => out.push_str(token),
            _ if rest.trim_start().starts_with(':') => {
                out.push('"');
                out.push_str(token);
                out.push('"');
            }
            _ => match lookup(token) {
                // A value names no other parameters.
                Some(value) => write(value, &|_| None, limit, out),
                None if matches!(token, "true" | "false" | "null") => out.push_str(token),
                None => out.push_str("null"),
            },
        }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_replace_parameters() {
        let script = "(function(a,b,$c){return {layout:\"x\",list:[{title:a,n:b},{text:'it\\'s',k:$c,d:c}]}}\
                      (\"Say \\\"a\\\"\",7,{e:null}));";
        let json = to_json(script).expect("JSON");
        let value: serde_json::Value = serde_json::from_str(&json).expect("valid JSON");
        assert_eq!(value["list"][0]["title"], "Say \"a\"");
        assert_eq!(value["list"][0]["n"], 7);
        assert_eq!(value["list"][1]["text"], "it's");
        assert!(value["list"][1]["k"]["e"].is_null() && value["list"][1]["d"].is_null());
    }

    #[test]
    fn broken_scripts_are_no_error() {
        for script in [
            "",
            "(",
            "(function(a){return {a:a}}",
            "(function(a){return {a:a",
            "(function(){return \"x",
            "(function(é){return é",
        ] {
            let _ = to_json(script);
        }
        assert_eq!(to_json("function(a){return 1}(2)"), None);
    }

    #[test]
    fn repeated_values_do_not_multiply_the_size() {
        let script = format!("(function(a){{return [{}]}}(\"{}\"))", "a,".repeat(2_000), "x".repeat(2_000));
        assert!(to_json(&script).expect("JSON").len() <= GROWTH * script.len() + 2_002);
    }
}
