//! The end of the long help texts: examples and exit status, which are separate sections in the man pages.

/// Appended to `copydesk --help`.
pub(crate) const CLEAN: &str = "\
Examples:
  Clean a saved page:
    copydesk page.html
  Clean a page from the web; copydesk itself never fetches anything:
    curl -sL https://post.example/news/1 | copydesk --url https://post.example/news/1
  Write the record of each page in a crawl, compressed:
    copydesk crawl.warc.gz -o articles.jsonl.gz
  Mirror a directory of pages as Markdown with links:
    copydesk site/ --markdown --links -o out/
  Resume an interrupted run:
    copydesk crawls/ -o articles.jsonl --resume
  Read one entry of a feed per record:
    copydesk feed.rss --json
  Clean the files that another program selects:
    fd -0 -e html . site | copydesk --files-from - -o articles.jsonl

Exit status:
  0    Every page was read. Pages without an article are not errors.
  1    A page could not be read or cleaned, or the only page has no article; with --strict, any
       page without an article.
  2    Wrong usage, or the output could not be written. Finished results are kept.
  130  Interrupted by a signal. Finished results are kept.

Environment:
  NO_COLOR  Never use colors.";

/// Appended to `copydesk byline --help`.
pub(crate) const BYLINE: &str = "\
Examples:
  Write each byline in canonical form:
    echo 'By JANE DOE and JOHN ROE, Staff Writers' | copydesk byline
  Write names, roles and organization:
    copydesk byline --json bylines.txt

Exit status:
  0  Every line was read.
  1  A line of JSON could not be read.
  2  Wrong usage, or a file could not be read or written.";

/// Appended to `copydesk dateline --help`.
pub(crate) const DATELINE: &str = "\
Examples:
  Write each dateline in house style:
    echo 'SEOUL, May 4 (Yonhap) -- The' | copydesk dateline
  Resolve its date against the date of publication:
    copydesk dateline --json --published 2031-05-05 leads.txt

Exit status:
  0  Every line was read.
  1  A line of JSON could not be read.
  2  Wrong usage, or a file could not be read or written.";

/// Appended to `copydesk credit --help`.
pub(crate) const CREDIT: &str = "\
Examples:
  Find the reporters and editors in a credit:
    echo 'The ferry is back. (Reporting by Jane Doe; Editing by John Roe)' | copydesk credit --json

Exit status:
  0  Every line was read.
  1  A line of JSON could not be read.
  2  Wrong usage, or a file could not be read or written.";

/// Appended to `copydesk explain --help`.
pub(crate) const EXPLAIN: &str = "\
Examples:
  Explain a page in the terminal:
    copydesk explain page.html
  Write a report to open in a browser:
    copydesk explain --html report.html page.html

Exit status:
  0  Every page was explained.
  1  A page could not be read or cleaned.
  2  Wrong usage, or the output could not be written.";

/// Appended to `copydesk rules --help`.
pub(crate) const RULES: &str = "\
Examples:
  Check that the rules still work on the saved pages that they name:
    copydesk rules check rules/
  Convert a site configuration of FiveFilters:
    copydesk rules import -o rules/ post.example.txt

Exit status:
  0  Every test passed, or every line was converted.
  1  A test failed, a rule has no saved page, or a line was not imported.
  2  Wrong usage, or a rule could not be read.";

/// Appended to `copydesk rules check --help`.
pub(crate) const RULES_CHECK: &str = "\
Examples:
  Check that the rules still work on the saved pages that they name:
    copydesk rules check rules/

Exit status:
  0  Every test passed.
  1  A test failed, or a rule has no saved page.
  2  Wrong usage, or a rule could not be read.";

/// Appended to `copydesk rules import --help`.
pub(crate) const RULES_IMPORT: &str = "\
Examples:
  Convert a site configuration of FiveFilters:
    copydesk rules import -o rules/ post.example.txt

Exit status:
  0  Every line was converted.
  1  A line was not imported.
  2  Wrong usage, or a file could not be read or written.";

/// Appended to `copydesk man --help`.
pub(crate) const MAN: &str = "\
Examples:
  Read the man page without installing it:
    copydesk man | man -l -
  Install all man pages:
    copydesk man --dir ~/.local/share/man/man1

Exit status:
  0  Success.
  2  The pages could not be written.";

/// Appended to `copydesk completions --help`.
pub(crate) const COMPLETIONS: &str = "\
Examples:
  copydesk completions bash > ~/.local/share/bash-completion/completions/copydesk
  copydesk completions zsh > ~/.zfunc/_copydesk
  copydesk completions fish > ~/.config/fish/completions/copydesk.fish

Exit status:
  0  Success.
  2  The script could not be written.";

#[cfg(test)]
mod tests {
    #[test]
    fn every_line_below_a_heading_is_indented() {
        let all = [
            super::CLEAN,
            super::BYLINE,
            super::DATELINE,
            super::CREDIT,
            super::EXPLAIN,
            super::RULES,
            super::RULES_CHECK,
            super::RULES_IMPORT,
            super::MAN,
            super::COMPLETIONS,
        ];
        for line in all.iter().flat_map(|text| text.lines()) {
            assert!(line.is_empty() || line.starts_with("  ") || line.ends_with(':'), "{line}");
            assert!(line.len() <= 100, "{line}");
        }
    }
}
