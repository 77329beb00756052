//! Parses with html5ever's own tokenizer and the same tree builder and arena. Benches compare our parser with this
//! slow one.

use html5ever::{
    TokenizerResult,
    buffer_queue::BufferQueue,
    interface::TreeSink as _,
    tendril::StrTendril,
    tokenizer::{Tokenizer, TokenizerOpts},
    tree_builder::{TreeBuilder, TreeBuilderOpts},
};

use super::{Document, ParseLimits, tree_sink::ArenaSink};

/// Parses a page into `document` with html5ever alone, without limits.
pub(crate) fn parse(html: &str, document: &mut Document) {
    let sink = ArenaSink::new(
        std::mem::take(document),
        &ParseLimits { depth: usize::MAX, ..ParseLimits::default() },
    );
    let opts = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let tokenizer = Tokenizer::new(TreeBuilder::new(sink, opts), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    *document = tokenizer.sink.sink.finish();
}
