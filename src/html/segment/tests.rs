use super::*;
use crate::{dom, html::outline::Hiding};

/// Returns the texts of the blocks, and the outline.
fn cut_of(html: &str) -> (Vec<String>, Outline) {
    let mut document = Document::default();
    dom::parse(html, &dom::ParseLimits::default(), &mut document);
    let (mut blocks, mut outline) = (Blocks::default(), Outline::default());
    cut(&document, &mut blocks, &mut outline);
    (blocks.blocks.iter().map(|b| blocks.text(b).to_owned()).collect(), outline)
}

fn texts(html: &str) -> Vec<String> {
    cut_of(html).0
}

#[test]
fn inline_markup_does_not_join_or_split_words() {
    assert_eq!(
        texts("<p>The <b>fer</b>ry<i> left</i>\n  at <a href=x>noon</a>.</p>"),
        ["The ferry left at noon."]
    );
    assert_eq!(texts("<p>one<span> </span>two<wbr>three</p>"), ["one twothree"]);
    assert_eq!(texts("<p>one&nbsp;two<!-- x --> three"), ["one two three"]);
}

#[test]
fn blocks_end_where_block_elements_start_and_end() {
    assert_eq!(texts("<div>a<p>b</p>c<div>d</div></div>"), ["a", "b", "c", "d"]);
    assert_eq!(texts("<ul><li>one<li>two</ul><button>go</button>"), ["one", "two", "go"]);
    assert_eq!(texts("<table><tr><td>a<td>b</table>"), ["a", "b"]);
}

#[test]
fn two_line_breaks_separate_paragraphs_and_one_is_a_space() {
    assert_eq!(texts("<div>one<br>two<br> <br>three<br/><br/></div>"), ["one two", "three"]);
    assert_eq!(texts("<pre>\n\n  a\n    b<br>c\n</pre>"), ["  a\n    b\nc"]);
}

#[test]
fn non_text_is_excluded_and_hidden_text_is_included() {
    let page = "<script>x</script><style>y</style><select><option>z</select><svg><text>q</text></svg>
        <textarea>t</textarea><p hidden>fold</p><p style='color:red; display : none'>tab</p>";
    let (texts, outline) = cut_of(page);
    assert_eq!(texts, ["fold", "tab"]);
    assert!(outline.marks.iter().all(|m| outline.element(m.owner).hiding != Hiding::None));
}

#[test]
fn hidden_words_in_a_sentence_are_excluded_and_hidden_notes_are_not() {
    let hidden = |class: &str| {
        texts(&format!(
            "<p>The gate is shut.<span class='{class}' style='display:none'> By order.</span></p>"
        ))
    };
    assert_eq!(hidden("tip"), ["The gate is shut."]);
    assert_eq!(hidden("footnoteContent"), ["The gate is shut. By order."]);
}

#[test]
fn a_noscript_counts_if_it_contains_the_page() {
    assert_eq!(texts("<p>a<noscript>please enable scripts</noscript>"), ["a"]);
    let long = "word ".repeat(NOSCRIPT_WORDS);
    assert_eq!(texts(&format!("<p>a</p><noscript><p>{long}</p></noscript>")), ["a", long.trim()]);
}

#[test]
fn links_and_their_text_are_counted() {
    let (_, outline) = cut_of("<p>ab <a href=x>cd</a> <a href=y>e<b>f</b></a><br>g <img src=i></p><p>h");
    let mark = outline.marks[0];
    assert_eq!((mark.chars, mark.link_chars, mark.bold_chars, mark.links, mark.breaks), (7, 4, 1, 2, 1));
    assert_eq!(outline.marks[1].images, 1);
}

#[test]
fn the_inline_element_around_a_whole_block_is_recorded() {
    let (_, outline) = cut_of("<div><a href=x><b>all</b> of it</a></div><div>some <b>of it</b></div>");
    let tags = |i: usize| {
        let mark = outline.marks[i];
        (outline.element(mark.owner).tag, outline.element(mark.eff).tag)
    };
    assert_eq!(tags(0), (Tag::Div, Tag::A));
    assert_eq!(tags(1), (Tag::Div, Tag::Div));
}

#[test]
fn a_page_of_many_blocks_is_segmented_coarsely_without_loss() {
    let html = "<div><p>a</p><p>b</p></div>".repeat(FINE_BLOCKS) + "<h2>end";
    let (texts, outline) = cut_of(&html);
    assert!((FINE_BLOCKS..FINE_BLOCKS + 100).contains(&texts.len()), "{}", texts.len());
    let letters = texts.iter().flat_map(|t| t.chars()).filter(|c| c.is_alphabetic()).count();
    assert_eq!(letters, 2 * FINE_BLOCKS + "end".len());
    assert_eq!(outline.element(0).last as usize, texts.len());
}

/// Ranges of blocks nest as the elements do, and every block is in its owner's range.
#[test]
fn ranges_nest() {
    let page = "<div><a>x<p>y</p></a>z<i>q<div>r</div>s</i></div><p>t<b>u<table><tr><td>v</table>w";
    let (texts, outline) = cut_of(page);
    for (id, element) in outline.elements.iter().enumerate() {
        let parent = outline.element(element.parent);
        assert!(parent.first <= element.first && element.last <= parent.last, "element {id}");
        assert!(id < element.end as usize && element.end <= parent.end, "element {id}");
    }
    for (i, mark) in outline.marks.iter().enumerate() {
        let owner = outline.element(mark.owner);
        assert!((owner.first..owner.last).contains(&(i as u32)), "{}", texts[i]);
        assert!(outline.contains(mark.owner, mark.eff));
    }
    assert_eq!(outline.element(0).last as usize, texts.len());
}
