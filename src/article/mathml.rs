//! Converts MathML to TeX, for formulas whose page has no TeX.
//!
//! Presentation elements are combined from the leaves up with an explicit stack, because a formula may be nested
//! arbitrarily deep. No maintained crate converts in this direction.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    dom::{NodeId, NodeKind},
    lexicon,
};

use super::source::SourcePage;

const TABLE: &str = include_str!("../lexicon/data/math.txt");

/// Maximum length of a formula's TeX in bytes; longer ones are attacks, not formulas.
const TEX_BYTES: usize = 32 << 10;

fn pairs(name: &'static str) -> FxHashMap<&'static str, &'static str> {
    lexicon::of_group(TABLE, name)
        .filter_map(|entry| {
            let mut fields = lexicon::fields(entry);
            Some((fields.next()?, fields.next()?))
        })
        .collect()
}

static SYMBOLS: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| pairs("symbols"));
static ACCENTS: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| pairs("accents"));
static FUNCTIONS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| lexicon::of_group(TABLE, "functions").collect());

/// Returns the TeX of a `math` element, or `None` if it is empty or too long.
pub(crate) fn tex(source: &SourcePage<'_>, math: NodeId) -> Option<String> {
    let document = source.document;
    // The TeX of the children of each open element.
    let mut open: Vec<Vec<String>> = vec![Vec::new()];
    let mut size = 0;
    let mut node = math;
    loop {
        let skipped = document.is_element(node)
            && matches!(&**document.name(node), "annotation" | "annotation-xml" | "mphantom" | "maligngroup");
        let leaf = skipped || !document.is_element(node) || is_token(document.name(node));
        if !leaf && let Some(child) = document.first_child(node) {
            open.push(Vec::new());
            node = child;
            continue;
        }
        if !skipped {
            let tex = if document.kind(node) == NodeKind::Text {
                plain(document.text(node))
            } else if document.is_element(node) && is_token(document.name(node)) {
                token(source, node)
            } else {
                element(source, node, Vec::new())
            };
            size += tex.len();
            open.last_mut()?.push(tex);
        } else if document.is_element(node) {
            open.last_mut()?.push(String::new());
        }
        if size > TEX_BYTES {
            return None;
        }
        // Moves on to the next sibling, closing what ends here.
        loop {
            if node == math {
                let tex = open.pop()?.concat();
                let tex = tex.split_whitespace().collect::<Vec<_>>().join(" ");
                return (!tex.is_empty()).then_some(tex);
            }
            if let Some(next) = document.next_sibling(node) {
                node = next;
                break;
            }
            node = document.parent(node)?;
            let children = open.pop()?;
            let tex = element(source, node, children);
            size += tex.len();
            if size > 4 * TEX_BYTES {
                return None;
            }
            match open.last_mut() {
                Some(siblings) => siblings.push(tex),
                None => open.push(vec![tex]),
            }
        }
    }
}

fn is_token(name: &str) -> bool {
    matches!(name, "mi" | "mn" | "mo" | "mtext" | "ms" | "mspace")
}

/// Removes white space, which is insignificant between elements.
fn plain(text: &str) -> String {
    text.trim().to_owned()
}

fn token(source: &SourcePage<'_>, node: NodeId) -> String {
    let document = source.document;
    let text: String = document
        .descendants(node)
        .filter(|&n| document.kind(n) == NodeKind::Text)
        .map(|n| document.text(n))
        .collect();
    let trimmed = text.trim().trim_matches(['\u{2061}', '\u{2062}', '\u{2063}', '\u{2064}', '\u{200b}']);
    match &**document.name(node) {
        "mspace" => "\\ ".to_owned(),
        "mtext" | "ms" if trimmed.is_empty() => "\\ ".to_owned(),
        "mtext" | "ms" => {
            let inner = text
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .replace(['{', '}', '\\', '$', '%', '#', '&', '_', '^'], " ");
            format!("\\text{{{}}}", if inner.is_empty() { " ".to_owned() } else { inner })
        }
        "mi" => identifier(source, node, trimmed),
        _ => symbols(trimmed),
    }
}

fn identifier(source: &SourcePage<'_>, node: NodeId, text: &str) -> String {
    if FUNCTIONS.contains(text) {
        return format!("\\{text} ");
    }
    let tex = symbols(text);
    match source.attr(node, "mathvariant") {
        Some("bold") => format!("\\mathbf{{{}}}", tex.trim()),
        Some("double-struck") => format!("\\mathbb{{{}}}", tex.trim()),
        Some("script") => format!("\\mathcal{{{}}}", tex.trim()),
        Some("fraktur") => format!("\\mathfrak{{{}}}", tex.trim()),
        _ => tex,
    }
}

/// Returns characters as TeX: commands for those that have one, escapes for syntax characters.
fn symbols(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let mut buffer = [0; 4];
        let one: &str = c.encode_utf8(&mut buffer);
        match (SYMBOLS.get(one), c) {
            (Some(command), _) => {
                out.push_str(command);
                out.push(' ');
            }
            (None, '{' | '}' | '%' | '#' | '&' | '_' | '$') => {
                out.push('\\');
                out.push(c);
            }
            (None, '\\') => out.push_str("\\backslash "),
            (None, '−' | '‐' | '–') => out.push('-'),
            (None, '\u{a0}') => out.push(' '),
            (None, c) if c.is_control() || matches!(c, '\u{2061}'..='\u{2064}' | '\u{200b}') => {}
            (None, c) => out.push(c),
        }
    }
    out
}

/// Returns the base of a script; more than one token is grouped.
fn base(tex: &str) -> String {
    let tex = tex.trim();
    let single = tex.chars().count() == 1
        || tex.strip_prefix('\\').is_some_and(|name| name.bytes().all(|b| b.is_ascii_alphabetic()))
        || tex.starts_with("\\text{") && tex.find('}') == Some(tex.len() - 1)
        || tex.starts_with("\\math") && tex.find('}') == Some(tex.len() - 1);
    if single { tex.to_owned() } else { format!("{{{tex}}}") }
}

/// Combines the TeX of the children of an element.
fn element(source: &SourcePage<'_>, node: NodeId, children: Vec<String>) -> String {
    let document = source.document;
    // White space between elements is a child too.
    let mut elements = document
        .children(node)
        .filter(|&n| document.is_element(n) || !document.text(n).is_empty())
        .zip(&children)
        .filter(|(n, tex)| document.is_element(*n) || !tex.is_empty())
        .map(|(_, tex)| tex.trim());
    let mut child = || elements.next().unwrap_or_default();
    match &**document.name(node) {
        // Without a line it is a binomial coefficient, usually between parentheses of its own.
        "mfrac" if source.attr(node, "linethickness").is_some_and(is_zero) => {
            format!("{{{} \\atop {}}}", child(), child())
        }
        "mfrac" => format!("\\frac{{{}}}{{{}}}", child(), child()),
        "msqrt" => format!("\\sqrt{{{}}}", join(&children)),
        "mroot" => {
            let (radicand, index) = (child(), child());
            format!("\\sqrt[{index}]{{{radicand}}}")
        }
        "msup" => {
            let (low, high) = (child(), child());
            if high.starts_with("\\prime") || high == "'" {
                format!("{}'", base(low))
            } else {
                format!("{}^{{{high}}}", base(low))
            }
        }
        "msub" => format!("{}_{{{}}}", base(child()), child()),
        "msubsup" | "munderover" => format!("{}_{{{}}}^{{{}}}", base(child()), child(), child()),
        "mover" => over(child(), child()),
        "munder" => under(child(), child()),
        "mmultiscripts" => {
            let parts = document.children(node).zip(&children).filter(|(n, _)| document.is_element(*n));
            let parts: Vec<(bool, &str)> =
                parts.map(|(n, tex)| (&**document.name(n) == "mprescripts", tex.trim())).collect();
            multiscripts(&parts)
        }
        "semantics" => child().to_owned(),
        "mfenced" => {
            let open = source.attr(node, "open").unwrap_or("(");
            let close = source.attr(node, "close").unwrap_or(")");
            let inner: Vec<&str> = children.iter().map(|c| c.trim()).filter(|c| !c.is_empty()).collect();
            format!("\\left{}{}\\right{}", delimiter(open), inner.join(", "), delimiter(close))
        }
        "mtd" => join(&children),
        "mtr" | "mlabeledtr" => {
            let labels = usize::from(&**document.name(node) == "mlabeledtr");
            let cells: Vec<&str> = elements.skip(labels).collect();
            format!("{}\u{1}", cells.join(" & "))
        }
        "mtable" => table(source, node, &children),
        "math" | "mrow" | "mstyle" | "mpadded" | "menclose" | "merror" => row(&children),
        _ => join(&children),
    }
}

/// Returns a base with the scripts after and before it. The flag marks the border between them.
fn multiscripts(parts: &[(bool, &str)]) -> String {
    let Some(((_, low), scripts)) = parts.split_first() else { return String::new() };
    let border = scripts.iter().position(|(is_border, _)| *is_border).unwrap_or(scripts.len());
    let written = |scripts: &[(bool, &str)]| {
        let mut out = String::new();
        for pair in scripts.chunks(2) {
            for (sign, (_, tex)) in ['_', '^'].into_iter().zip(pair).filter(|(_, (_, tex))| !tex.is_empty()) {
                out.push_str(&format!("{sign}{{{tex}}}"));
            }
        }
        out
    };
    let before = written(scripts.get(border + 1..).unwrap_or_default());
    let empty = if before.is_empty() { "" } else { "{}" };
    format!("{empty}{before}{}{}", base(low), written(&scripts[..border]))
}

/// Returns whether a length is zero, in any unit.
fn is_zero(length: &str) -> bool {
    let number = length.trim().trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    number.parse::<f32>() == Ok(0.0)
}

fn join(children: &[String]) -> String {
    children.iter().map(|c| c.trim()).filter(|c| !c.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Joins a row of elements. Matching parentheses stretch, as in MathML, and bars around a matrix belong to it.
fn row(children: &[String]) -> String {
    let mut tokens: Vec<String> = children.iter().map(|c| c.trim().to_owned()).collect();
    let mut open: Vec<usize> = Vec::new();
    for at in 0..tokens.len() {
        match tokens[at].as_str() {
            "(" | "[" => open.push(at),
            ")" | "]" => {
                if let Some(start) = open.pop() {
                    tokens[start].insert_str(0, "\\left");
                    tokens[at].insert_str(0, "\\right");
                }
            }
            _ => {}
        }
    }
    if let [.., brace, table] = tokens.as_mut_slice()
        && brace == "\\{"
        && let Some(cases) = cases(table)
    {
        brace.clear();
        *table = cases;
    }
    let row = join(&tokens);
    let Some(matrix) = row.strip_prefix('|').and_then(|rest| rest.strip_suffix('|')) else { return row };
    let matrix = matrix.trim();
    match matrix.strip_prefix("\\begin{matrix}").and_then(|rest| rest.strip_suffix("\\end{matrix}")) {
        Some(inner) if !inner.contains("\\begin{matrix}") => {
            format!("\\begin{{vmatrix}}{inner}\\end{{vmatrix}}")
        }
        _ => row,
    }
}

/// Returns a table after a brace as cases.
fn cases(table: &str) -> Option<String> {
    ["matrix", "aligned"].iter().find_map(|name| {
        let rest = table.strip_prefix(&format!("\\begin{{{name}}}"))?;
        let rows = rest.strip_suffix(&format!("\\end{{{name}}}"))?;
        (!rows.contains("\\begin")).then(|| format!("\\begin{{cases}}{rows}\\end{{cases}}"))
    })
}

fn delimiter(text: &str) -> String {
    let tex = symbols(text.trim());
    if tex.is_empty() { ".".to_owned() } else { tex }
}

fn over(low: &str, high: &str) -> String {
    let plain = high.trim();
    match accent(plain) {
        Some(command) => format!("{command}{{{low}}}"),
        None if is_operator(low) => format!("{}^{{{high}}}", base(low)),
        None => format!("\\overset{{{high}}}{{{low}}}"),
    }
}

fn under(low: &str, below: &str) -> String {
    match accent(below.trim()) {
        Some("\\overline") => format!("\\underline{{{low}}}"),
        Some("\\underbrace") => format!("\\underbrace{{{low}}}"),
        _ if is_operator(low) => format!("{}_{{{below}}}", base(low)),
        _ => format!("\\underset{{{below}}}{{{low}}}"),
    }
}

/// Returns the command of an accent, by its character or by the command that the character became.
fn accent(tex: &str) -> Option<&'static str> {
    ACCENTS.get(tex).copied().or(match tex {
        "\\rightarrow" => Some("\\vec"),
        "\\cdot" => Some("\\dot"),
        "\\sim" => Some("\\tilde"),
        "-" => Some("\\overline"),
        _ => None,
    })
}

fn is_operator(tex: &str) -> bool {
    let name = tex.trim().trim_start_matches('\\');
    FUNCTIONS.contains(name)
        || ["sum", "prod", "coprod", "int", "oint", "bigcap", "bigcup", "bigoplus"].contains(&name)
}

fn table(source: &SourcePage<'_>, node: NodeId, children: &[String]) -> String {
    let rows: Vec<&str> =
        children.iter().flat_map(|c| c.split('\u{1}')).map(str::trim).filter(|r| !r.is_empty()).collect();
    if rows.len() == 1 && !rows[0].contains(" & ") {
        return rows[0].to_owned();
    }
    let aligned = source.attr(node, "columnalign").is_some_and(|a| a.contains("right") || a.contains("left"))
        || source.attr(node, "displaystyle").is_some_and(|d| d == "true");
    let environment = if aligned { "aligned" } else { "matrix" };
    format!("\\begin{{{environment}}} {} \\end{{{environment}}}", rows.join(" \\\\ "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::address::Base,
        block::Blocks,
        dom::{self, Document, Tag},
        html::outline::Outline,
    };

    fn tex_of(mathml: &str) -> String {
        let mut document = Document::default();
        dom::parse(&format!("<p><math>{mathml}</math>"), &dom::ParseLimits::default(), &mut document);
        let (blocks, outline, base) = (Blocks::default(), Outline::default(), Base::default());
        let source = SourcePage::new(&document, &blocks, &outline, &base, &[]);
        let math = document.descendants(NodeId::DOCUMENT).find(|&n| document.tag(n) == Tag::Math);
        tex(&source, math.expect("a formula")).unwrap_or_default()
    }

    #[test]
    fn presentation_elements_become_tex() {
        for (mathml, wanted) in [
            ("<mi>L</mi><mo>=</mo><mi>k</mi><msup><mi>h</mi><mn>2</mn></msup>", "L = k h^{2}"),
            ("<mfrac><mrow><mi>a</mi><mo>±</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "\\frac{a \\pm b}{2}"),
            (
                "<mo>(</mo><mfrac linethickness='0pt'><mi>n</mi><mi>k</mi></mfrac><mo>)</mo>",
                "\\left( {n \\atop k} \\right)",
            ),
            ("<msub>\n<mi>r</mi>\n<mtext>sum</mtext>\n</msub>", "r_{\\text{sum}}"),
            ("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "\\sqrt{x + 1}"),
            ("<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover><mi>i</mi>", "\\sum_{i}^{n} i"),
            ("<mover><mi>x</mi><mo>˙</mo></mover>", "\\dot{x}"),
            ("<mi>sin</mi><mi>θ</mi>", "\\sin \\theta"),
            ("<mfenced><mi>x</mi><mi>y</mi></mfenced>", "\\left(x, y\\right)"),
            (
                "<mrow><mo>{</mo><mtable columnalign='left'><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr><mtr><mtd><mi>c</mi></mtd><mtd><mi>d</mi></mtd></mtr></mtable></mrow>",
                "\\begin{cases} a & b \\\\ c & d \\end{cases}",
            ),
            (
                "<mmultiscripts><mi>C</mi><mn>6</mn><none/><mprescripts/><none/><mn>14</mn></mmultiscripts>",
                "{}^{14}C_{6}",
            ),
            (
                "<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr><mtr><mtd><mi>c</mi></mtd><mtd><mi>d</mi></mtd></mtr></mtable>",
                "\\begin{matrix} a & b \\\\ c & d \\end{matrix}",
            ),
            ("<semantics><mi>x</mi><annotation encoding='application/x-tex'>x</annotation></semantics>", "x"),
        ] {
            assert_eq!(tex_of(mathml), wanted, "{mathml}");
        }
    }

    #[test]
    fn deep_nesting_is_bounded() {
        let deep = "<mrow>".repeat(20_000) + "<mi>x</mi>";
        assert!(tex_of(&deep).len() <= 1);
    }
}
