//! Credits: the line at the end of a story that names an agency, reporters or editors.

use serde::{Deserialize, Serialize};

/// What kind of line it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CreditKind {
    /// A source line: "(Yonhap)".
    #[default]
    Agency,
    /// "(Reporting by …; Editing by …)".
    Reporting,
    /// "… contributed to this report".
    Contributors,
    /// "© 2031 AFP".
    Copyright,
}

impl CreditKind {
    /// Its name in the record.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Reporting => "reporting",
            Self::Contributors => "contributors",
            Self::Copyright => "copyright",
        }
    }
}

/// The trailing credit of a story.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// As printed.
    pub raw: String,
    /// What kind of line.
    pub kind: CreditKind,
    /// Canonical name.
    pub agency: Option<String>,
    /// Everyone named but the editors, as printed.
    pub reporters: Vec<String>,
    /// Those under "Editing".
    pub editors: Vec<String>,
}

/// What is known beside the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// BCP 47 tag of the page.
    pub language: Option<&'a str>,
}

/// Reads the credit that `text` ends with; what is left of the text ends where `raw` begins.
pub fn parse(_text: &str, _context: &Context<'_>) -> Option<Credit> {
    None
}
