//! html5ever's bare tokenizer: a lower bound for tools that build a tree with html5ever.

use std::cell::Cell;

use html5ever::{
    buffer_queue::BufferQueue,
    tendril::StrTendril,
    tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts},
};

/// Counts tokens.
struct Count(Cell<usize>);

impl TokenSink for Count {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        self.0.set(self.0.get() + usize::from(!matches!(token, Token::ParseError(_))));
        TokenSinkResult::Continue
    }
}

/// Returns the number of tokens of a page.
pub fn count(html: &str) -> usize {
    let tokenizer = Tokenizer::new(Count(Cell::new(0)), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(html));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.get()
}
