//! What each block of a page was found to be, and why.

/// What a text block is to the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum BlockRole {
    /// Not the article's.
    Out,
    /// Its text.
    Body,
    /// Its standfirst.
    Standfirst,
    /// The caption or credit of one of its pictures.
    Caption,
}

/// What a block is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum BlockKind {
    /// None of the article's.
    #[default]
    Boilerplate,
    /// Of the body.
    Body,
    /// The standfirst.
    Standfirst,
    /// A caption or picture credit of the story's.
    Caption,
    /// The headline.
    Headline,
    /// The byline or date line.
    Byline,
    /// A reader's comment.
    Comment,
    /// A second copy of something that is kept.
    Copy,
}

impl BlockKind {
    /// Its name in explanations.
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

    /// What it is to the article.
    pub(crate) fn role(self) -> BlockRole {
        match self {
            Self::Body => BlockRole::Body,
            Self::Standfirst => BlockRole::Standfirst,
            Self::Caption => BlockRole::Caption,
            Self::Boilerplate | Self::Headline | Self::Byline | Self::Comment | Self::Copy => BlockRole::Out,
        }
    }
}

/// A rule that changed what the scores alone would have said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Rule {
    /// Outside the container that holds most of the long text.
    OutsideContainer,
    /// In an element for navigation, asides, forms.
    Surroundings,
    /// A short block of links.
    Links,
    /// The same words stand before.
    Copy,
    /// The story's own heading.
    Headline,
    /// The byline or date line above the text.
    Byline,
    /// In the comment section.
    Comments,
    /// Of the next story.
    NextStory,
    /// A caption or a picture's credit.
    Caption,
    /// Set apart, and said in the text too.
    PullQuote,
    /// Between the headline and the text, as standfirsts are.
    Standfirst,
    /// A few words between two blocks that are kept.
    Gap,
    /// In the densest stretch of running text, where no probability speaks for anything.
    Core,
    /// A label of the page's: "Advertisement", "Share", "Add to cart".
    Label,
    /// The place in a series: "2 / 9".
    Counter,
    /// A button, or the label of a field.
    Button,
    /// Of the author, not by the author.
    Biography,
    /// A call to subscribe, sign up, rate, give.
    Prompt,
    /// A line that leads to other stories.
    Related,
    /// Nothing to read.
    Blank,
    /// What a forum shows of those who write.
    Profile,
    /// A price and no more.
    Price,
    /// Above the headline.
    AboveHeadline,
    /// On a page that only asks who comes.
    Gate,
    /// Hidden by the page for good.
    Hidden,
}

impl Rule {
    /// Its id in explanations.
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
            Self::Price => "price",
            Self::AboveHeadline => "above-headline",
            Self::Gate => "gate",
            Self::Hidden => "hidden",
        }
    }

    /// What it says, in plain words.
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
            Self::Price => "only a price",
            Self::AboveHeadline => "above the headline",
            Self::Gate => "on a page that only asks for a password",
            Self::Hidden => "hidden by the page",
        }
    }
}

/// The label on one block.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct BlockLabel {
    /// What it is.
    pub(crate) kind: BlockKind,
    /// Probability that it belongs to the body, by its features alone, 0 to 1.
    pub(crate) probability: f32,
    /// The rule that decided, if it was not the probability.
    pub(crate) rule: Option<Rule>,
}
