//! Labels of text blocks: what a block is, and which rule decided it.

/// The role of a text block in the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum BlockRole {
    /// Not part of the article.
    Out,
    /// Part of the text.
    Body,
    /// The standfirst.
    Standfirst,
    /// The caption or credit of a picture.
    Caption,
}

/// The kind of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum BlockKind {
    /// Not part of the article.
    #[default]
    Boilerplate,
    /// Part of the body.
    Body,
    /// The standfirst.
    Standfirst,
    /// A caption or picture credit of the story.
    Caption,
    /// The headline.
    Headline,
    /// The byline or date line.
    Byline,
    /// A reader's comment.
    Comment,
    /// A second copy of a block that is kept.
    Copy,
}

impl BlockKind {
    /// Returns the name used in explanations.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Boilerplate => "boilerplate",
            Self::Body => "body",
            Self::Standfirst => "standfirst",
            Self::Caption => "caption",
            Self::Headline => "headline",
            Self::Byline => "byline",
            Self::Comment => "comment",
            Self::Copy => "copy",
        }
    }

    /// Returns the role in the article.
    pub(crate) fn role(self) -> BlockRole {
        match self {
            Self::Body => BlockRole::Body,
            Self::Standfirst => BlockRole::Standfirst,
            Self::Caption => BlockRole::Caption,
            Self::Boilerplate | Self::Headline | Self::Byline | Self::Comment | Self::Copy => BlockRole::Out,
        }
    }
}

/// A rule that overrode the probability of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Rule {
    /// Outside the container that holds most of the long text.
    OutsideContainer,
    /// In an element for navigation, an aside or a form.
    Surroundings,
    /// A short block that is mostly links.
    Links,
    /// Repeats an earlier block.
    Copy,
    /// The headline of the story.
    Headline,
    /// The byline or date line above the text.
    Byline,
    /// In the comment section.
    Comments,
    /// Part of the next story.
    NextStory,
    /// A caption or picture credit.
    Caption,
    /// Set apart, and repeated in the text.
    PullQuote,
    /// Between headline and text, like a standfirst.
    Standfirst,
    /// A few words between two blocks that are kept.
    Gap,
    /// In the densest stretch of running text, if the probabilities select nothing.
    Core,
    /// A label such as "Advertisement", "Share" or "Add to cart".
    Label,
    /// A position in a series: "2 / 9".
    Counter,
    /// A button, or the label of a field.
    Button,
    /// About the author, not by the author.
    Biography,
    /// A call to subscribe, sign up, rate or donate.
    Prompt,
    /// A link to other stories.
    Related,
    /// Nothing to read.
    Blank,
    /// A forum's profile of a poster.
    Profile,
    /// Around the text of each post of a thread.
    PostFrame,
    /// Only a price.
    Price,
    /// Above the headline.
    AboveHeadline,
    /// On a page that only asks for a password.
    Gate,
    /// Hidden by the page permanently.
    Hidden,
    /// A line of the outlet after the story: topics, the reporter's address, tips, apps, rights.
    OutletNote,
    /// In a summary that a machine wrote.
    MachineSummary,
    /// In a table of contents.
    Contents,
    /// Another story, whose heading links to its page.
    LinkedStory,
    /// In a notice that asks for consent to cookies and advertising.
    Consent,
}

impl Rule {
    /// Returns the id used in explanations.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::OutsideContainer => "outside-container",
            Self::Surroundings => "surroundings",
            Self::Links => "links",
            Self::Copy => "copy",
            Self::Headline => "headline",
            Self::Byline => "byline",
            Self::Comments => "comments",
            Self::NextStory => "next-story",
            Self::Caption => "caption",
            Self::PullQuote => "pull-quote",
            Self::Standfirst => "standfirst",
            Self::Gap => "gap",
            Self::Core => "core",
            Self::Label => "label",
            Self::Counter => "counter",
            Self::Button => "button",
            Self::Biography => "biography",
            Self::Prompt => "prompt",
            Self::Related => "related",
            Self::Blank => "blank",
            Self::Profile => "profile",
            Self::PostFrame => "post-frame",
            Self::Price => "price",
            Self::AboveHeadline => "above-headline",
            Self::Gate => "gate",
            Self::Hidden => "hidden",
            Self::OutletNote => "outlet-note",
            Self::MachineSummary => "machine-summary",
            Self::Contents => "contents",
            Self::LinkedStory => "linked-story",
            Self::Consent => "consent",
        }
    }

    /// Returns the reason in plain words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::OutsideContainer => "outside the element with most of the text",
            Self::Surroundings => {
                "in navigation, a sidebar, a form, a footer or a dialog, or a label at an end of the text"
            }
            Self::Links => "short and mostly links",
            Self::Copy => "a copy of an earlier block",
            Self::Headline => "the headline",
            Self::Byline => "the byline or date line",
            Self::Comments => "in the comments",
            Self::NextStory => "part of another story on the page",
            Self::Caption => "a caption or picture credit",
            Self::PullQuote => "repeats a sentence of the text",
            Self::Standfirst => "a summary between headline and text",
            Self::Gap => "a short gap between kept blocks",
            Self::Core => "in the longest stretch of running text",
            Self::Label => "a label such as \"Advertisement\" or \"Share\"",
            Self::Counter => "a position in a series, such as \"2 / 9\"",
            Self::Button => "a button or the label of a field",
            Self::Biography => "about the author",
            Self::Prompt => "asks the reader to subscribe, sign up, rate or donate",
            Self::Related => "a link to other stories",
            Self::Blank => "nothing to read",
            Self::Profile => "about the author of a post: rank, signature, number of posts",
            Self::PostFrame => "around the text of each post: name, date, rank, buttons, signature",
            Self::Price => "only a price",
            Self::AboveHeadline => "above the headline",
            Self::Gate => "on a page that only asks for a password",
            Self::Hidden => "hidden by the page",
            Self::OutletNote => "a line of the outlet after the story",
            Self::MachineSummary => "in a summary that a machine wrote",
            Self::Contents => "in a table of contents",
            Self::LinkedStory => "another story, whose heading links to its page",
            Self::Consent => "asks for consent to cookies and advertising",
        }
    }
}

/// The label of one block.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct BlockLabel {
    /// The kind of the block.
    pub(crate) kind: BlockKind,
    /// Probability that the block belongs to the body, from its features alone, 0 to 1.
    pub(crate) probability: f32,
    /// The rule that decided, if the probability did not.
    pub(crate) rule: Option<Rule>,
}

impl BlockLabel {
    /// Returns whether the block is part of the text: the body or its standfirst.
    pub(crate) fn is_kept(&self) -> bool {
        matches!(self.kind, BlockKind::Body | BlockKind::Standfirst)
    }

    /// Makes the block boilerplate because of a rule.
    pub(crate) fn drop_by(&mut self, rule: Rule) {
        (self.kind, self.rule) = (BlockKind::Boilerplate, Some(rule));
    }
}
