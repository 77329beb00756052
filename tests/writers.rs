//! No page produces an active link, raw HTML or malformed TEI in any output format, and Markdown and HTML have the
//! same words. `PROPTEST_CASES` sets the number of pages.

use proptest::prelude::*;

#[path = "common/writers.rs"]
mod writers;

/// Pieces of pages with special treatment in assembly and writers, and text that looks like mark-up.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "<p>", "</p>", "<b>", "</b>", "<em>", "</em>", "<i>x</i>", "<code>", "</code>", "<del>five</del>", "<s>", "</s>",
    "<sup>2</sup>", "<sub>n</sub>", "<kbd>Ctrl</kbd>", "<mark>", "</mark>", "<q>", "</q>", "<br>", "<wbr>", "<hr>",
    "<ruby>\u{6f22}<rt>kan</rt></ruby>", "<a href=javascript:alert(1)>", "<a href='java&#9;script:x'>",
    "<a href='&#1;data:text/html,x'>", "<a href=//b.example/x>", "<a href='/a b(c)'>", "<a href='x?a=1&amp;b=<>'>", "</a>",
    "<img src=javascript:x alt='a]b'>", "<img src=/i.png alt='[x](y)'>", "<img src='data:image/gif;base64,R0' data-src=/j.png>",
    "<picture><source srcset='/k.webp 2x'><img></picture>", "<ul>", "<li>", "</li>", "</ul>", "<ol start=3>",
    "<ol type=a reversed>", "<li value=9>", "<li><input type=checkbox checked>", "</ol>", "<dl><dt>term<dd>means</dl>", "<blockquote>", "<footer>Ada</footer>",
    "</blockquote>", "<div class='admonition note'><p class=admonition-title>T</p>", "<div>", "</div>",
    "<details><summary>more</summary>", "</details>", "<h2>", "</h2>", "<h3 id=a><a href=#a>#</a>", "</h3>", "<pre>", "</pre>",
    "<pre class='language-<b>'><code>", "</code></pre>", "<table>", "<tr>", "<td>", "<td rowspan=3>", "<td colspan=4>", "<th>",
    "</table>", "<caption>c</caption>", "<math><mi>x</mi><mo>&lt;</mo><mi>y</mi></math>", "<script type=math/tex>a<b</script>",
    "<span class=katex>", "</span>", "<sup><a href=#fn1 id=r1>1</a></sup>", "<ol><li id=fn1>Note <a href=#r1>^</a></ol>",
    "<span class=sidenote>aside</span>", "<iframe src=javascript:x></iframe>",
    "<iframe src=https://v.example/e title='a]b'></iframe>", "<video src=file:///etc/passwd></video>",
    "<noscript><img src=/n.png></noscript>", "<figure>", "<figcaption>cap</figcaption>", "</figure>", "<button>go</button>",
    "&lt;script&gt;", "&lt;b&gt;", "&amp;amp;", "&amp;lt;", "&lt;&#3;b&gt;", "[x](javascript:alert(1))", "![i](x)", "[^1]", "[^1]: note", "`",
    "```", "~~", "**", "_a_", "# ", "- ", "1. ", "&gt; ", "---", "===", "| a | b |", "|---|", "\\", "\\(", "\\)", "$$", "$",
    "\u{fffc}", "\u{200b}", "\u{202e}", "\n", " ", "The mayor said that the pier would stay. ", "word", " of ", "10", "\u{10d}",
    "\u{62f}\u{631}",
];

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        9 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => "[ -~]{0,8}".prop_map(|text| text),
    ]
}

proptest! {
    #[test]
    fn no_page_breaks_a_writer(pieces in prop::collection::vec(piece(), 0..40)) {
        writers::check(&pieces.concat());
    }
}
