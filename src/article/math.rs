//! Extracts formulas as TeX, each one once, wherever the page keeps it.
//!
//! KaTeX, MathJax and wikis show a formula as glyphs and keep its source next to them: in an annotation, an
//! attribute, a script, or the `alt` text of a picture. [`formula`] classifies an element, so that the walk skips the
//! glyphs.

use std::sync::LazyLock;

use html5ever::LocalName;
use memchr::memchr2;

use crate::{
    Mark, MarkKind, Text,
    dom::{NodeId, NodeKind, Tag},
    lexicon::clip::clip,
};

use super::{mathml, source::SourcePage};

/// The part of a formula that an element is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Formula {
    /// The formula; nothing below the element is text.
    Source { tex: String, display: bool },
    /// Glyphs or a preview of a formula whose source is elsewhere.
    Rendering,
}

/// How many siblings after glyphs are searched for their source.
const SIBLINGS: usize = 3;
/// How many nodes of a formula are searched for its source.
const FORMULA_NODES: usize = 4000;
/// Maximum length of a formula in bytes.
const FORMULA_BYTES: usize = 16 << 10;

/// Returns whether a class can be that of a formula or of a part of one.
pub(crate) fn is_class(class: &str) -> bool {
    is_rendered(class) || CONTAINERS.contains(&class) || is_mathjax(class) || is_tex(class)
}

/// Classes of elements around glyphs and MathML.
const CONTAINERS: [&str; 5] = ["katex-display", "katex", "mwe-math-element", "ltx_Math", "temml"];

fn is_rendered(class: &str) -> bool {
    matches!(class, "katex-html" | "MathJax_Preview" | "MJX_Assistive_MathML")
}

fn is_mathjax(class: &str) -> bool {
    matches!(
        class,
        "MathJax_Display"
            | "MathJax_SVG_Display"
            | "MathJax"
            | "MathJax_SVG"
            | "MathJax_CHTML"
            | "MJXc-display"
            | "mjx-chtml"
    )
}

/// Returns whether Pandoc and kramdown mark TeX between delimiters with a class.
fn is_tex(class: &str) -> bool {
    matches!(class, "math" | "arithmatex" | "math-inline" | "math-display")
}

/// Returns the part of a formula that an element is, or `None` if it is not part of one. `is_named`: one of its
/// classes [can be](is_class) that of a formula.
pub(crate) fn formula(source: &SourcePage<'_>, node: NodeId, is_named: bool) -> Option<Formula> {
    let document = source.document;
    match document.tag(node) {
        Tag::Math => of_mathml(source, node, false),
        Tag::Script => of_script(source, node),
        Tag::Img => of_picture(source, node),
        Tag::Span | Tag::Div | Tag::Code | Tag::P => {
            let named = || of_class(source, node, source.class(node));
            is_named.then(named).flatten().or_else(|| of_attribute(source, node))
        }
        Tag::Other if &**document.name(node) == "mjx-container" => of_mathjax(source, node, true),
        Tag::Other if matches!(&**document.name(node), "mjx-assistive-mml" | "mjx-math") => {
            Some(Formula::Rendering)
        }
        Tag::Other if matches!(&**document.name(node), "d-math" | "math-renderer" | "tex-math") => {
            of_tex_element(source, node)
        }
        _ => None,
    }
}

/// Reads an element whose text is TeX, with or without delimiters.
fn of_tex_element(source: &SourcePage<'_>, node: NodeId) -> Option<Formula> {
    let text = source.short_text(node, FORMULA_BYTES)?;
    let block = source.attr(node, "block").is_some()
        || source.has_class(node, |class| class.contains("display"))
        || source.attr(node, "data-math-style").is_some_and(|style| style == "display");
    let (tex, display) = without_delimiters(&text).unwrap_or((text, false));
    (!tex.is_empty()).then_some(Formula::Source { tex, display: display || block })
}

fn of_class(source: &SourcePage<'_>, node: NodeId, class: &str) -> Option<Formula> {
    for token in class.split_ascii_whitespace() {
        match token {
            "katex-display" => return of_container(source, node, true),
            _ if CONTAINERS.contains(&token) => return of_container(source, node, false),
            _ if is_rendered(token) => return Some(Formula::Rendering),
            _ if is_mathjax(token) => return of_mathjax(source, node, token.ends_with("isplay")),
            _ => {}
        }
    }
    // Without a renderer, the element's text is TeX between delimiters.
    let math = class.split_ascii_whitespace().any(is_tex);
    let display = class.split_ascii_whitespace().any(|t| matches!(t, "display" | "math-display"));
    if !math || document_has_elements(source, node) {
        return None;
    }
    if source.document.tag(node) == Tag::Code && source.attr(node, "data-math-style").is_some() {
        return of_tex_element(source, node);
    }
    let text = source.short_text(node, FORMULA_BYTES)?;
    let (tex, delimited) = without_delimiters(&text)?;
    Some(Formula::Source { tex, display: display || delimited })
}

fn document_has_elements(source: &SourcePage<'_>, node: NodeId) -> bool {
    source.document.children(node).any(|n| source.document.is_element(n))
}

/// Attributes with the source of a formula. Interned, because all attributes are compared with them.
static ATTRIBUTES: LazyLock<[LocalName; 4]> =
    LazyLock::new(|| ["data-math", "data-latex", "data-tex", "data-expr"].map(LocalName::from));

fn of_attribute(source: &SourcePage<'_>, node: NodeId) -> Option<Formula> {
    let document = source.document;
    let (name, tex) = document.attrs(node).find(|(name, _)| ATTRIBUTES.contains(name))?;
    let tex = tex.trim();
    // `data-expr` has other uses too.
    let looks = &**name != "data-expr"
        || source.has_class(node, |class| class.contains("math") || class.contains("tex"));
    let display = document.tag(node) == Tag::Div
        || source.has_class(node, |class| class.contains("block") || class.contains("display"));
    (looks && !tex.is_empty() && tex.len() <= FORMULA_BYTES)
        .then(|| Formula::Source { tex: tex.to_owned(), display })
}

/// Reads an element around glyphs and MathML.
fn of_container(source: &SourcePage<'_>, node: NodeId, display: bool) -> Option<Formula> {
    let document = source.document;
    let mut picture = None;
    for n in document.descendants(node).take(FORMULA_NODES) {
        match document.tag(n) {
            Tag::Math => return of_mathml(source, n, display),
            Tag::Img if picture.is_none() => picture = Some(n),
            _ => {}
        }
    }
    let alt = picture.and_then(|img| document.attr(img, &html5ever::local_name!("alt")));
    match alt.map(without_style).filter(|tex| !tex.is_empty()) {
        Some(tex) => Some(Formula::Source { tex, display }),
        None => of_attribute(source, node),
    }
}

/// Reads the glyphs of MathJax, whose source is in a script after them, in an attribute, or in MathML for screen
/// readers.
fn of_mathjax(source: &SourcePage<'_>, node: NodeId, container: bool) -> Option<Formula> {
    let document = source.document;
    let display = container && source.attr(node, "display").is_some_and(|d| d == "true" || d == "block")
        || source.has_class(node, |class| class.ends_with("display"));
    let after =
        std::iter::successors(document.next_sibling(node), |&n| document.next_sibling(n)).take(SIBLINGS);
    if after.into_iter().any(|n| document.tag(n) == Tag::Script && of_script(source, n).is_some()) {
        return Some(Formula::Rendering);
    }
    for n in document.descendants(node).take(FORMULA_NODES) {
        if let Some(tex) = source.attr(n, "data-latex").filter(|t| !t.trim().is_empty()) {
            return Some(Formula::Source { tex: tex.trim().to_owned(), display });
        }
        if document.tag(n) == Tag::Math {
            return of_mathml(source, n, display);
        }
        if let Some(mathml) = source.attr(n, "data-mathml") {
            return of_mathml_text(mathml, display);
        }
    }
    Some(Formula::Rendering)
}

/// Reads MathML in an attribute or a script.
fn of_mathml_text(mathml: &str, display: bool) -> Option<Formula> {
    let mut document = crate::dom::Document::default();
    crate::dom::parse(mathml, &crate::dom::ParseLimits::default(), &mut document);
    let (blocks, outline, base) = Default::default();
    let inner = SourcePage::new(&document, &blocks, &outline, &base, &[]);
    let math = document.descendants(NodeId::DOCUMENT).find(|&n| document.tag(n) == Tag::Math)?;
    of_mathml(&inner, math, display)
}

fn of_mathml(source: &SourcePage<'_>, math: NodeId, display: bool) -> Option<Formula> {
    let document = source.document;
    let display = display || source.attr(math, "display").is_some_and(|d| d == "block");
    let annotation = document.descendants(math).take(FORMULA_NODES).find(|&n| {
        &**document.name(n) == "annotation"
            && source.attr(n, "encoding").is_some_and(|e| e.to_ascii_lowercase().contains("tex"))
    });
    let annotated = annotation.map(|n| {
        document
            .children(n)
            .filter(|&c| document.kind(c) == NodeKind::Text)
            .map(|c| document.text(c))
            .collect::<String>()
    });
    let given = annotated
        .filter(|tex| !tex.trim().is_empty())
        .or_else(|| source.attr(math, "data-latex").map(str::to_owned))
        .or_else(|| source.attr(math, "alttext").filter(|t| !t.trim().is_empty()).map(str::to_owned));
    let tex = match given {
        Some(tex) => without_style(&tex),
        None => mathml::tex(source, math)?,
    };
    (!tex.is_empty() && tex.len() <= FORMULA_BYTES).then_some(Formula::Source { tex, display })
}

fn of_script(source: &SourcePage<'_>, script: NodeId) -> Option<Formula> {
    let document = source.document;
    let kind = source.attr(script, "type")?.trim().to_ascii_lowercase();
    let kind = kind.strip_prefix("math/")?;
    let text: String = document.children(script).map(|n| document.text(n)).collect();
    let display = kind.contains("mode=display");
    if kind.starts_with("mml") || kind.starts_with("mathml") {
        return of_mathml_text(&text, display);
    }
    let tex = text.trim().trim_start_matches("% <![CDATA[").trim_end_matches("%]]>").trim();
    (kind.starts_with("tex") && !tex.is_empty() && tex.len() <= FORMULA_BYTES)
        .then(|| Formula::Source { tex: tex.to_owned(), display })
}

/// Reads a picture of a formula whose `alt` text is TeX.
fn of_picture(source: &SourcePage<'_>, img: NodeId) -> Option<Formula> {
    let document = source.document;
    let alt = document.attr(img, &html5ever::local_name!("alt"))?.trim();
    if alt.is_empty() || alt.len() > FORMULA_BYTES {
        return None;
    }
    let class = |token: &str| {
        matches!(
            token,
            "latex" | "tex" | "math" | "mathtex" | "texrender" | "equation" | "formula" | "ee_img"
        ) || token.starts_with("mwe-math")
            || token.contains("latex")
    };
    let src = source.attr(img, "src").unwrap_or_default();
    let service = ["latex", "mathtex", "mimetex", "cht=tx", "math/render", "/equation"]
        .iter()
        .any(|part| src.contains(part));
    let display = source.has_class(img, |token| token.contains("display") || token.contains("block"));
    let marked = source.has_class(img, class) || service;
    // A command with an argument does not occur in descriptions of pictures.
    let commands = alt.matches('\\').count();
    let is_tex =
        alt.contains("\\begin{") || commands > 1 || commands == 1 && alt.contains(['{', '^', '_', '=']);
    (marked && alt.len() < FORMULA_BYTES || is_tex).then(|| {
        let (tex, delimited) = without_delimiters(alt).unwrap_or_else(|| (alt.to_owned(), false));
        Formula::Source { tex: without_style(&tex), display: display || delimited }
    })
}

/// Returns TeX without the delimiters around it, and whether they are those of a displayed formula.
fn without_delimiters(text: &str) -> Option<(String, bool)> {
    let text = text.trim();
    for (open, close, display) in DELIMITERS {
        if let Some(tex) = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            return Some((tex.trim().to_owned(), display));
        }
    }
    None
}

/// Returns TeX without the `\displaystyle` that wikis wrap around it.
fn without_style(tex: &str) -> String {
    let tex = tex.trim();
    let inner = tex.strip_prefix('{').and_then(|t| t.strip_suffix('}')).map(str::trim);
    let styled =
        inner.and_then(|t| t.strip_prefix("\\displaystyle").or_else(|| t.strip_prefix("\\textstyle")));
    styled.map_or(tex, str::trim).to_owned()
}

/// Marks formulas between delimiters in the text. `dollars`: single `$` are delimiters too, because the page loads a
/// script that renders them.
pub(crate) fn mark_raw(text: &mut Text, dollars: bool) {
    if memchr2(b'\\', b'$', text.text.as_bytes()).is_none() {
        return;
    }
    let has = |sign: &str| text.text.contains(sign);
    if !(has("\\(") || has("\\[") || has("$$") || has("\\begin{") || dollars && has("$")) {
        return;
    }
    let found = raw_formulas(text, dollars);
    if found.is_empty() {
        return;
    }
    let mut out = String::with_capacity(text.text.len());
    // The range of each formula in the old and in the new text.
    let mut places: Vec<(Range, Range)> = Vec::with_capacity(found.len());
    let mut at = 0;
    for formula in &found {
        out.push_str(&text.text[at..formula.outer.start]);
        let start = out.len();
        out.push_str(text.text[formula.inner.clone()].trim());
        places.push((formula.outer.clone(), start..out.len()));
        at = formula.outer.end;
    }
    out.push_str(&text.text[at..]);
    text.text = out;
    move_marks(&mut text.marks, &places);
    let marks = found.iter().zip(places);
    text.marks.extend(
        marks.map(|(formula, (_, range))| Mark { range, kind: MarkKind::Math { display: formula.display } }),
    );
    text.marks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
}

/// Moves marks after replacements in their text. Marks inside a replaced range are dropped.
fn move_marks(marks: &mut Vec<Mark>, places: &[(Range, Range)]) {
    let after = |at: usize| places.partition_point(|(old, _)| old.end <= at);
    let moved = |at: usize| match (after(at), after(at).checked_sub(1)) {
        (next, _) if places.get(next).is_some_and(|(old, _)| old.start < at) => places[next].1.end,
        (_, Some(last)) => at - places[last].0.end + places[last].1.end,
        (_, None) => at,
    };
    marks.retain_mut(|mark| {
        let around = places.get(after(mark.range.start));
        let within =
            around.is_some_and(|(old, _)| old.start <= mark.range.start && mark.range.end <= old.end);
        mark.range = moved(mark.range.start)..moved(mark.range.end);
        !within && mark.range.start < mark.range.end
    });
}

type Range = std::ops::Range<usize>;

/// A formula between delimiters.
struct RawFormula {
    /// Its range with the delimiters.
    outer: Range,
    /// Its range without them.
    inner: Range,
    display: bool,
}

/// The delimiters of formulas, and whether they display them on lines of their own.
const DELIMITERS: [(&str, &str, bool); 4] =
    [("\\(", "\\)", false), ("\\[", "\\]", true), ("$$", "$$", true), ("$", "$", false)];

/// Environments of TeX that are formulas without other delimiters.
const ENVIRONMENTS: [&str; 12] = [
    "align",
    "align*",
    "alignat",
    "alignat*",
    "displaymath",
    "eqnarray",
    "eqnarray*",
    "equation",
    "equation*",
    "gather",
    "gather*",
    "multline",
];

/// Returns the length of the environment that a text begins with.
fn environment(text: &str) -> Option<usize> {
    let (name, body) = text.strip_prefix("\\begin{")?.split_once('}')?;
    if !ENVIRONMENTS.contains(&name) {
        return None;
    }
    let close = format!("\\end{{{name}}}");
    let length = clip(body, FORMULA_BYTES).find(&close)?;
    Some(text.len() - body.len() + length + close.len())
}

/// The ranges in which delimiters are text: code, links, pictures and other formulas.
struct Verbatim {
    /// Start of each range, and the largest end so far.
    ranges: Vec<(usize, usize)>,
}

impl Verbatim {
    fn of(marks: &[Mark]) -> Self {
        let is_verbatim = |mark: &&Mark| {
            matches!(
                mark.kind,
                MarkKind::Code
                    | MarkKind::Keyboard
                    | MarkKind::Math { .. }
                    | MarkKind::Link { .. }
                    | MarkKind::NoteReference { .. }
                    | MarkKind::Image { .. }
            )
        };
        let mut ranges: Vec<_> =
            marks.iter().filter(is_verbatim).map(|mark| (mark.range.start, mark.range.end)).collect();
        ranges.sort_unstable();
        let mut end = 0;
        for range in &mut ranges {
            end = end.max(range.1);
            range.1 = end;
        }
        Self { ranges }
    }

    fn overlaps(&self, range: &Range) -> bool {
        let before = self.ranges.partition_point(|(start, _)| *start < range.end);
        before.checked_sub(1).is_some_and(|last| self.ranges[last].1 > range.start)
    }
}

/// Returns the formulas between delimiters outside of code and links, in order. Takes linear time: the next closing
/// delimiter of each kind is searched for once.
fn raw_formulas(text: &Text, dollars: bool) -> Vec<RawFormula> {
    let words = &text.text;
    let verbatim = Verbatim::of(&text.marks);
    let mut next_close = [0_usize; DELIMITERS.len()];
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = memchr2(b'\\', b'$', &words.as_bytes()[at..]) {
        let start = at + offset;
        let rest = &words[start..];
        if let Some(length) = environment(rest) {
            at = start + length;
            if !verbatim.overlaps(&(start..at)) {
                found.push(RawFormula { outer: start..at, inner: start..at, display: true });
            }
            continue;
        }
        let kind =
            DELIMITERS.iter().position(|(open, ..)| rest.starts_with(open) && (dollars || *open != "$"));
        let Some(kind) = kind else {
            at = start + 1;
            if let Some(escaped) = rest.strip_prefix('\\') {
                at += escaped.chars().next().map_or(0, char::len_utf8);
            }
            continue;
        };
        let (open, close, display) = DELIMITERS[kind];
        let inner_start = start + open.len();
        if next_close[kind] < inner_start {
            next_close[kind] = words[inner_start..].find(close).map_or(usize::MAX, |n| inner_start + n);
        }
        let single = open == "$";
        let fits = |end: &usize| {
            let tex = &words[inner_start..*end];
            let after = words[end + close.len()..].chars().next();
            tex.len() <= FORMULA_BYTES
                && !tex.trim().is_empty()
                && (!single
                    || !tex.starts_with(char::is_whitespace)
                        && !tex.ends_with(char::is_whitespace)
                        && !after.is_some_and(|c| c.is_ascii_digit()))
        };
        let end = Some(next_close[kind]).filter(|end| *end < words.len()).filter(fits);
        match end.filter(|end| !verbatim.overlaps(&(start..end + close.len()))) {
            Some(end) => {
                at = end + close.len();
                found.push(RawFormula { outer: start..at, inner: inner_start..end, display });
            }
            None => at = inner_start,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_between_delimiters_are_marked() {
        let mut text = Text::from("We find \\(L = k h_2\\) and $$x^2$$ for $5 and $6.");
        mark_raw(&mut text, true);
        assert_eq!(text.text, "We find L = k h_2 and x^2 for $5 and $6.");
        let marked: Vec<&str> = text.marks.iter().map(|m| &text.text[m.range.clone()]).collect();
        assert_eq!(marked, ["L = k h_2", "x^2"]);
    }

    #[test]
    fn environments_are_formulas() {
        let mut text =
            Text::from("Then \\begin{align} a &= b_1 \\\\ c &= d \\end{align} holds, not \\begin{table}.");
        mark_raw(&mut text, false);
        let marked: Vec<&str> = text.marks.iter().map(|m| &text.text[m.range.clone()]).collect();
        assert_eq!(marked, ["\\begin{align} a &= b_1 \\\\ c &= d \\end{align}"]);
    }

    #[test]
    fn marks_around_formulas_are_moved() {
        let mut text = Text::from("A \\(x\\) and \\(y\\) end");
        let mark = |range| Mark { range, kind: MarkKind::Strong };
        text.marks = vec![mark(0..7), mark(2..7), mark(8..11), mark(12..21), mark(18..21)];
        mark_raw(&mut text, false);
        assert_eq!(text.text, "A x and y end");
        let strong = text.marks.iter().filter(|m| m.kind == MarkKind::Strong);
        let strong: Vec<&str> = strong.map(|m| &text.text[m.range.clone()]).collect();
        assert_eq!(strong, ["A x", "and", "y end", "end"]);
    }

    #[test]
    fn delimiters_without_a_partner_take_linear_time() {
        let mut text = Text::from("\\( $$ x ".repeat(100_000).as_str());
        let start = std::time::Instant::now();
        mark_raw(&mut text, true);
        assert_eq!(text.marks.len(), 50_000);
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }

    #[test]
    fn code_is_not_a_formula() {
        let words = "the shell's $$a$$ variable";
        let marks = vec![Mark { range: 12..17, kind: MarkKind::Code }];
        let mut text = Text { text: words.into(), marks };
        mark_raw(&mut text, true);
        assert_eq!(text.text, words);
    }

    #[test]
    fn delimiters_and_styles_are_removed() {
        assert_eq!(without_delimiters("\\[ x \\]"), Some(("x".into(), true)));
        assert_eq!(without_style("{\\displaystyle ax^{2}}"), "ax^{2}");
        assert_eq!(without_style("ax^{2}"), "ax^{2}");
    }
}
