//! Checks the mark-up of site generators, editors and plugins: each form of a note, listing, call-out, table and embed
//! becomes the same Markdown.

use copydesk::{MarkdownOptions, Page, clean};

const LEAD: &str = "The council of Ellerby agreed on Thursday to repair the old weir below the mill, after two winters in \
                    which the river had carried away most of its stones.";
const MIDDLE: &str = "The weir was built by monks";
const REST: &str = " in the twelfth century, long before there was a bridge at the place.";
const END: &str = "The work will be paid for from the bridge fund, which the town expects to fill again within four years \
                   without raising the toll for carts and small boats.";

/// Returns the Markdown of a page with a fragment between its paragraphs, and one at its end.
fn markdown(fragment: &str, end: &str) -> String {
    let html = format!(
        "<!doctype html><html lang=en><title>Weir to be repaired</title><main><article><h1>Weir to be repaired</h1>\
         <p>{LEAD}</p>{fragment}<p>{END}</p>{end}</article></main>"
    );
    let page = Page::new(html.as_bytes()).with_url("https://post.example/weir");
    let article = clean(page).expect("an article");
    article.markdown(MarkdownOptions::default().with_links(true).with_images(true))
}

#[test]
fn notes_of_every_system_are_footnotes() {
    let note = "Rolls of the abbey.";
    for (reference, end) in [
        (
            "<a class='footnote-reference brackets' href='#id2' id='id1' role='doc-noteref'><span>[</span>1<span>]</span></a>",
            "<aside class='footnote brackets' id='id2' role='doc-footnote'><span class=label><span>[</span>\
             <a role='doc-backlink' href='#id1'>1</a><span>]</span></span><p>Rolls of the abbey.</p></aside>",
        ),
        (
            "<a class='footnote-reference' href='#id2' id='id1'>[1]</a>",
            "<table class='docutils footnote' id='id2'><tbody><tr><td class=label><a class='fn-backref' href='#id1'>[1]</a>\
             </td><td>Rolls of the abbey.</td></tr></tbody></table>",
        ),
        (
            "<a class='footnote-reference brackets' href='#id2' id='id1'>1</a>",
            "<dl class='footnote brackets'><dt class=label id='id2'><span class=brackets><a class='fn-backref' href='#id1'>1\
             </a></span></dt><dd><p>Rolls of the abbey.</p></dd></dl>",
        ),
        (
            "<sup class=footnote>[<a id='_footnoteref_1' class=footnote href='#_footnotedef_1'>1</a>]</sup>",
            "<div id=footnotes><hr><div class=footnote id='_footnotedef_1'><a href='#_footnoteref_1'>1</a>. Rolls of the \
             abbey.</div></div>",
        ),
        (
            "<a epub:type=noteref href='#n1'>1</a>",
            "<aside epub:type=footnote id=n1><p>Rolls of the abbey.</p></aside>",
        ),
        (
            "<sup class='modern-footnotes-footnote'><a href='javascript:void(0)' role=button>1</a></sup><span role=tooltip \
             class='modern-footnotes-footnote__note'>Rolls of the abbey.</span>",
            "",
        ),
        (
            "<span class='ltx_note ltx_role_footnote'><sup class=ltx_note_mark>1</sup><span class=ltx_note_outer><span \
             class=ltx_note_content><sup class=ltx_note_mark>1</sup><span class='ltx_tag ltx_tag_note'>1</span>Rolls of the \
             abbey.</span></span></span>",
            "",
        ),
        (
            "<sup><a href='#fn1' id=fnref1>1</a></sup>",
            "<div class=footnotes><ol><li id=fn1><p>Rolls of the abbey. <a href='#fnref1'>↩</a> <a href='#fnref1:1'>\
             ↩<sup>2</sup></a></p></li></ol></div>",
        ),
        (
            "<span class='footnote_referrer'><a role=button><sup class='footnote_plugin_tooltip_text'>[1]</sup></a><span \
             class='footnote_tooltip'>Rolls of the abbey.</span></span>",
            "<div><p>Notes</p></div><table><tbody><tr><th scope=row>↑1</th><td>Rolls of the abbey.</td></tr></tbody></table>",
        ),
    ] {
        let found = markdown(&format!("<p>{MIDDLE}{reference}{REST}</p>"), end);
        assert!(found.contains(&format!("{MIDDLE}[^1]{REST}")), "{reference}:\n{found}");
        assert!(found.trim_end().ends_with(&format!("\n\n[^1]: {note}")), "{reference}:\n{found}");
        assert_eq!(found.matches(note).count(), 1, "{reference}:\n{found}");
    }
}

#[test]
fn boxes_of_every_system_are_call_outs() {
    for fragment in [
        "<div class='notices warning'><p>Keep off the bank.</p></div>",
        "<div class='hint hint-warning'><p>Keep off the bank.</p></div>",
        "<div class=warning>Keep off the bank.</div>",
        "<div class='WARNING'><p>Warning</p><p>Keep off the bank.</p></div>",
        "<div class='notecard warning'><p><strong>Warning:</strong> Keep off the bank.</p></div>",
        "<div class='admonitionblock warning'><table><tbody><tr><td class=icon><div class=title>Warning</div></td>\
         <td class=content>Keep off the bank.</td></tr></tbody></table></div>",
    ] {
        let found = markdown(fragment, "");
        assert!(found.contains("\n\n> [!WARNING]\n> Keep off the bank.\n\n"), "{fragment}:\n{found}");
    }
    let found = markdown("<p class=warning>Keep off the bank, the council said.</p>", "");
    assert!(!found.contains("[!"), "{found}");
}

#[test]
fn listings_name_their_language() {
    for fragment in [
        "<div class='language-ruby highlighter-rouge'><div class=highlight><pre class=highlight><code><table \
         class='rouge-table'><tbody><tr><td class='rouge-gutter gl'><pre class=lineno>1\n2\n</pre></td><td \
         class='rouge-code'><pre>puts 1\nputs 2\n</pre></td></tr></tbody></table></code></pre></div></div>",
        "<pre class=EnlighterJSRAW data-enlighter-language=ruby>puts 1\nputs 2</pre>",
        "<pre data-syntaxhighlighter-params='brush: ruby; gutter: false'>puts 1\nputs 2</pre>",
        "<pre lang=ruby>puts 1\nputs 2</pre>",
        "<pre data-code-block-lang=ruby><span>puts 1<br>puts 2</span></pre>",
    ] {
        let found = markdown(fragment, "");
        assert!(found.contains("\n\n```ruby\nputs 1\nputs 2\n```\n\n"), "{fragment}:\n{found}");
    }
    let crayon = "<div class='crayon-main'><table class='crayon-table'><tr class='crayon-row'><td class='crayon-nums'><div \
                  class='crayon-num'>1</div><div class='crayon-num'>2</div></td><td class='crayon-code'><div>puts 1</div>\
                  <div>puts 2</div></td></tr></table></div>";
    assert!(markdown(crayon, "").contains("```\nputs 1\nputs 2\n```"), "{}", markdown(crayon, ""));
}

#[test]
fn hidden_tabs_of_a_listing_are_kept() {
    let found = markdown(
        "<div class=tabs><ul role=tablist><li role=tab>Ruby</li><li role=tab>Rust</li></ul><div role=tabpanel><pre><code \
         class='language-ruby'>puts 1</code></pre></div><div role=tabpanel hidden><pre><code class='language-rust'>run(1);\
         </code></pre></div></div>",
        "",
    );
    assert!(found.contains("\n\n```ruby\nputs 1\n```\n\n```rust\nrun(1);\n```\n\n"), "{found}");
    assert!(!found.contains("Ruby"), "{found}");
}

#[test]
fn tables_by_role_and_footers_are_read() {
    let wanted = "| Kind | Cost |\n| --- | --- |\n| Cart | 2 |\n| Total | 2 |";
    for fragment in [
        "<table><tr><td><b>Kind</b><td><b>Cost</b><tr><td>Cart<td>2<tr><td>Total<td>2</table>",
        "<table><thead><tr><th>Kind<th>Cost</thead><tfoot><tr><td>Total<td>2</tfoot><tbody><tr><td>Cart<td>2</tbody></table>",
        "<div role=table><div role=row><div role=columnheader>Kind</div><div role=columnheader>Cost</div></div><div \
         role=row><div role=cell>Cart</div><div role=cell>2</div></div><div role=row><div role=cell>Total</div><div \
         role=cell>2</div></div></div>",
    ] {
        let found = markdown(fragment, "");
        assert!(found.contains(wanted), "{fragment}:\n{found}");
    }
}

#[test]
fn scripted_embeds_and_backgrounds_are_kept() {
    for (fragment, address) in [
        (
            "<lite-youtube videoid=AbCdEfGhIjk playlabel='The weir'></lite-youtube>",
            "https://www.youtube.com/watch?v=AbCdEfGhIjk",
        ),
        (
            "<blockquote class='instagram-media' data-instgrm-permalink='https://social.example/p/AbC/'><a \
          href='https://social.example/p/AbC/'>View this post</a></blockquote>",
            "https://social.example/p/AbC/",
        ),
        (
            "<blockquote class='tiktok-embed' cite='https://clips.example/@ann/video/99'><section>@ann the weir</section>\
          </blockquote>",
            "https://clips.example/@ann/video/99",
        ),
        (
            "<object data='https://post.example/plan.pdf' type='application/pdf'></object>",
            "https://post.example/plan.pdf",
        ),
        (
            "<div role=img aria-label='The weir' style='background-image:url(/weir.jpg)'></div>",
            "https://post.example/weir.jpg",
        ),
    ] {
        let found = markdown(fragment, "");
        assert!(found.contains(&format!("]({address})")), "{fragment}:\n{found}");
    }
    let found =
        markdown("<blockquote class='tiktok-embed' cite='javascript:alert(1)'>The weir</blockquote>", "");
    assert!(!found.contains("javascript"), "{found}");
}

#[test]
fn styles_are_emphasis() {
    let found = markdown(
        "<p><b style='font-weight:normal'>The <span style='font-weight:700'>upper</span> course and the <span \
         style='text-decoration:line-through'>old</span> stones of the mill.</b></p>",
        "",
    );
    assert!(found.contains("The **upper** course and the ~~old~~ stones of the mill."), "{found}");
}
