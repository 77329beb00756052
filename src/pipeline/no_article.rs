//! Decides whether a page has an article and, if not, why: the caller's filters, pages that replace an article
//! (consent walls, bot checks, error pages), and data that is not a page (feeds, sitemaps, lists of URLs,
//! source code).

use std::sync::LazyLock;

use super::{Options, data, source_code::is_source_code};
use crate::{
    Article, Input, NoArticleReason, Outcome,
    article::{self, four_decimals},
    byline::BylineSource,
    input::markup,
    lexicon::{self, clip::clip, indexed::ERROR_PAGES, language_tag::primary},
    metadata::title_segments,
};

/// Minimum length of an article's text in bytes, less than a short sentence in any script.
const FEWEST_BYTES: usize = 25;
/// How many bytes of a text are checked for data.
const LIST_BYTES: usize = 64 << 10;
/// Maximum words of a whole page that replaces an article. The consent walls of eight vendors have 60 to 350
/// words including buttons; a news page with its menus has more.
pub(crate) const MOST_WORDS: usize = 420;
/// Maximum words of a page for which a lower score suffices.
const FEW_WORDS: usize = 160;
/// Maximum words of a page about maintenance, an old browser or a redirect. News about the same is longer.
const NOTICE_WORDS: usize = 90;
/// Maximum words of a page on which one hint and the required word suffice: a single sentence.
const ONE_SENTENCE: usize = 25;
/// Minimum words of a block that counts as prose. Menus and buttons have fewer.
const PROSE_WORDS: usize = 12;
/// Minimum points of a short page: one strong phrase and one hint.
const POINTS_SHORT: u32 = 3;
/// Minimum points of a longer page.
const POINTS_LONG: u32 = 5;
const POINTS_SURE: u32 = 2;
/// Maximum words of the body of an error page that is recognized by its title.
const ERROR_BODY_WORDS: usize = 150;
/// Maximum words of the body of an error page whose title has more after a colon, as a headline may.
const COLON_WORDS: usize = 50;

/// A kind of page that replaces an article, with its phrases.
struct Interstitial {
    reason: NoArticleReason,
    /// A required word; without it, none of the phrases count.
    required: &'static str,
    /// Maximum words of the whole page.
    most_words: usize,
    sure: Vec<&'static str>,
    hints: Vec<&'static str>,
}

static INTERSTITIALS: LazyLock<Vec<Interstitial>> = LazyLock::new(|| {
    let table = include_str!("../lexicon/data/interstitials.txt");
    let phrases = |wanted: &str| -> Vec<&'static str> {
        let entries = lexicon::entries(table);
        let mut found: Vec<_> =
            entries.filter(|(group, _)| group.starts_with(wanted)).map(|(_, phrase)| phrase).collect();
        // A hint that two languages share counts once.
        found.sort_unstable();
        found.dedup();
        found
    };
    let kind = |reason, name: &str, required, most_words| Interstitial {
        reason,
        required,
        most_words,
        sure: phrases(&format!("{name} sure ")),
        hints: phrases(&format!("{name} hint ")),
    };
    vec![
        kind(NoArticleReason::NeedsJavaScript, "javascript", "javascript", MOST_WORDS),
        kind(NoArticleReason::BotCheck, "bot", "", MOST_WORDS),
        kind(NoArticleReason::ConsentWall, "consent", "", MOST_WORDS),
        kind(NoArticleReason::ErrorPage, "unavailable", "", NOTICE_WORDS),
    ]
});

/// Sets the outcome of an article after all stages, and the reason if there is none.
pub(crate) fn classify(article: &mut Article, options: &Options) {
    article.confidence = four_decimals(article.confidence) as f32;
    article.reason = article.reason.or_else(|| reason(article, options));
    article.outcome = if article.reason.is_none() { Outcome::Article } else { Outcome::NoArticle };
}

fn reason(article: &Article, options: &Options) -> Option<NoArticleReason> {
    let text = article.text();
    if text.len() < FEWEST_BYTES {
        return Some(NoArticleReason::NoText);
    }
    if options.min_words > 0 && article::count_words(&text) < options.min_words {
        return Some(NoArticleReason::TooFewWords);
    }
    if article.confidence < options.min_confidence {
        return Some(NoArticleReason::LowConfidence);
    }
    let wanted = |tag: &str| options.languages.contains(&primary(tag));
    (!options.languages.is_empty() && !article.language.as_deref().is_some_and(wanted))
        .then_some(NoArticleReason::OtherLanguage)
}

/// Begins the bookmarks that a browser exports.
const BOOKMARKS: &str = "<!doctype netscape-bookmark-file-1>";

/// Detects decoded content that is not a page.
pub(crate) fn data_kind(content: &str, input: Input) -> Option<NoArticleReason> {
    if content.trim().is_empty() {
        return Some(NoArticleReason::Empty);
    }
    if input == Input::Text {
        return None;
    }
    let start = content.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('<') {
        if start.get(..BOOKMARKS.len()).is_some_and(|head| head.eq_ignore_ascii_case(BOOKMARKS)) {
            return Some(NoArticleReason::UrlList);
        }
        let root = markup::root_name(clip(start, LIST_BYTES))?;
        return match root.rsplit(':').next().unwrap_or(root) {
            "rss" | "feed" | "RDF" => Some(NoArticleReason::Feed),
            "urlset" | "sitemapindex" => Some(NoArticleReason::Sitemap),
            _ => data::is_data_root(root).then_some(NoArticleReason::Data),
        };
    }
    if start.starts_with(['{', '[']) && serde_json::from_str::<serde::de::IgnoredAny>(start).is_ok() {
        return Some(NoArticleReason::Json);
    }
    let head = clip(start, LIST_BYTES);
    if input == Input::Auto && data::is_url_list(head) {
        return Some(NoArticleReason::UrlList);
    }
    if input == Input::Auto && data::is_data(head) {
        return Some(NoArticleReason::Data);
    }
    is_source_code(head).then_some(NoArticleReason::SourceCode)
}

/// Detects a page that replaces an article by the text of the whole page: `title` is the text of the `title`
/// element, `blocks` are all text blocks. Pages with a date or a byline are always articles.
pub(crate) fn interstitial<'t>(
    article: &Article,
    title: Option<&str>,
    blocks: impl Iterator<Item = &'t str>,
) -> Option<NoArticleReason> {
    let is_listing =
        |title: &str| title.starts_with("Index of /") || title.starts_with("Directory listing for /");
    if title.is_some_and(is_listing) {
        // The list of files that a web server shows for a folder; the files have dates.
        return Some(NoArticleReason::ErrorPage);
    }
    // The name after a separator in the title may be the site's.
    let from_title = article.byline.as_ref().is_some_and(|byline| byline.source == Some(BylineSource::Title));
    if article.byline.is_some() && !from_title {
        return None;
    }
    if article.published.is_some() {
        // Gateways print the time of the error.
        let title = title.filter(|title| has_error_status(title))?;
        return error_page(article, Some(title), "");
    }
    let mut page = String::from(" ");
    let mut first = String::new();
    push_normalized(title.unwrap_or_default(), &mut page);
    let mut starts = Vec::new();
    for block in blocks {
        let start = page.len();
        starts.push(start);
        push_normalized(block, &mut page);
        if first.is_empty() {
            first.push_str(page[start..].trim());
        }
        // The limit in bytes is four times the length of that many average Latin words.
        if page.len() > MOST_WORDS * 24 {
            return error_page(article, title, &first);
        }
    }
    let words = article::count_words(&page);
    if words <= MOST_WORDS {
        let needed = if words <= FEW_WORDS { POINTS_SHORT } else { POINTS_LONG };
        let matching = INTERSTITIALS.iter().filter(|kind| words <= kind.most_words);
        let matching = matching.map(|kind| (kind.points(&page, words), kind));
        if let Some((_, kind)) = matching.filter(|(points, _)| *points >= needed).max_by_key(|m| m.0)
            && !kind.leaves_prose(&page, &starts)
            && !kind.is_report(&page, &starts)
        {
            return Some(kind.reason);
        }
    }
    error_page(article, title, &first)
}

impl Interstitial {
    fn points(&self, page: &str, words: usize) -> u32 {
        if !self.required.is_empty() && !page.contains(self.required) {
            return 0;
        }
        let count = |phrases: &[&str]| phrases.iter().filter(|phrase| contains(page, phrase)).count() as u32;
        let sure = count(&self.sure);
        // Hints alone occur in any text about the topic, so several are required.
        let hints = count(&self.hints);
        let is_sentence = words <= ONE_SENTENCE && (sure > 0 || !self.required.is_empty() && hints > 0);
        match sure {
            _ if is_sentence => POINTS_SHORT.max(sure * POINTS_SURE + hints),
            0 if hints < HINTS_ALONE => 0,
            _ => sure * POINTS_SURE + hints,
        }
    }

    /// Returns whether a page is a report about the topic: several paragraphs, a third of them at least without a strong phrase,
    /// and no button or heading that is one of the phrases.
    fn is_report(&self, page: &str, starts: &[usize]) -> bool {
        let (mut prose, mut telling) = (0, 0);
        for block in blocks(page, starts) {
            let has_sure = self.sure.iter().any(|phrase| contains(block, phrase));
            if article::count_words(block) >= REPORT_WORDS {
                prose += 1;
                telling += usize::from(has_sure);
            } else if has_sure || self.hints.contains(&block.trim()) {
                return false;
            }
        }
        prose >= REPORT_BLOCKS && telling * 3 <= prose * 2
    }

    /// Returns whether most prose of a page has none of the phrases: a report that mentions the topic once. `starts`
    /// are the offsets of the blocks.
    fn leaves_prose(&self, page: &str, starts: &[usize]) -> bool {
        let (mut about, mut other) = (0, 0);
        for block in blocks(page, starts) {
            let words = article::count_words(block);
            if self.sure.iter().chain(&self.hints).any(|phrase| contains(block, phrase)) {
                about += words;
            } else if words >= PROSE_WORDS {
                other += words;
            }
        }
        other > about.max(OTHER_WORDS)
    }
}

/// Returns the blocks of a normalized page that begin at `starts`, with the space that bounds their first word.
fn blocks<'p>(page: &'p str, starts: &'p [usize]) -> impl Iterator<Item = &'p str> {
    let ends = starts.iter().skip(1).copied().chain([page.len()]);
    starts.iter().zip(ends).map(|(&start, end)| &page[start.saturating_sub(1)..end])
}

/// Minimum paragraphs of a report. Pages that replace an article have one or two.
const REPORT_BLOCKS: usize = 3;
/// Minimum words of a paragraph of a report. Buttons and headings have fewer.
const REPORT_WORDS: usize = 9;
/// Minimum words without any phrase that are prose about something else.
const OTHER_WORDS: usize = 30;
/// Minimum number of hints that count without a strong phrase.
const HINTS_ALONE: u32 = 4;

/// Returns whether a title has the status of an error of a gateway.
fn has_error_status(title: &str) -> bool {
    let numbers = title.split(|c: char| !c.is_ascii_digit());
    numbers.filter_map(|number| number.parse::<u16>().ok()).any(|number| (500..=530).contains(&number))
}

/// Returns whether a title or a first heading marks an error page and contains nothing else.
fn error_page(article: &Article, title: Option<&str>, first: &str) -> Option<NoArticleReason> {
    let is_error = |text: &str| {
        let mut normalized = String::new();
        push_normalized(text, &mut normalized);
        ERROR_PAGES.contains(normalized.trim())
    };
    let title = title.unwrap_or_default();
    let says_so = is_error(title)
        || ERROR_PAGES.contains(first)
        || title_segments::cuts(title).iter().any(|cut| !cut.at_colon && is_error(cut.kept))
        || article.title.as_deref().is_some_and(is_error);
    // A headline may begin so before a colon.
    let most = if says_so { ERROR_BODY_WORDS } else { COLON_WORDS };
    let says_so = says_so || title_segments::cuts(title).iter().any(|cut| cut.at_colon && is_error(cut.kept));
    let is_short = || article::count_words_up_to(&article.text(), most) < most;
    (says_so && is_short()).then_some(NoArticleReason::ErrorPage)
}

/// Appends `text` in lower case, with every run of characters other than letters and digits replaced by a space, and
/// a space at the end.
fn push_normalized(text: &str, out: &mut String) {
    if text.is_ascii() {
        for word in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
            let start = out.len();
            out.push_str(word);
            out[start..].make_ascii_lowercase();
            out.push(' ');
        }
        return;
    }
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
}

/// Returns whether a normalized page contains a phrase as whole words. Scripts without word spaces need no boundary.
fn contains(page: &str, phrase: &str) -> bool {
    let unspaced = |c: char| matches!(c, '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}');
    let free = phrase.contains(unspaced);
    memchr::memmem::find_iter(page.as_bytes(), phrase.as_bytes())
        .any(|at| free || (page[..at].ends_with(' ') && page[at + phrase.len()..].starts_with(' ')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(title: &str, blocks: &[&str]) -> Option<NoArticleReason> {
        let article = Article { body: vec![], ..Article::default() };
        interstitial(&article, Some(title), blocks.iter().copied())
    }

    fn long_article() -> Article {
        Article {
            body: vec![crate::Block::Paragraph("word ".repeat(120).as_str().into())],
            ..Article::default()
        }
    }

    #[test]
    fn walls_are_recognized_in_many_languages() {
        for (title, text, reason) in [
            (
                "Teller Kurier",
                "Wir schätzen Ihre Privatsphäre. Mit Ihrer Einwilligung speichern wir und 90 Partner Cookies auf Ihrem Gerät. Alle akzeptieren. Weitere Optionen.",
                NoArticleReason::ConsentWall,
            ),
            (
                "Le Courrier",
                "Avant de continuer. Nos partenaires déposent des cookies sur votre appareil. Tout accepter. Tout refuser.",
                NoArticleReason::ConsentWall,
            ),
            (
                "Вестник",
                "Мы ценим вашу конфиденциальность. Наши партнёры хранят файлы cookie на вашем устройстве. Принять все. Отклонить все.",
                NoArticleReason::ConsentWall,
            ),
            (
                "新聞",
                "お客様のプライバシーを尊重します。当社とパートナーはクッキーを使用します。すべて同意 すべて拒否",
                NoArticleReason::ConsentWall,
            ),
            (
                "post.example",
                "Nur einen Moment. Wir prüfen Ihre Verbindung. Das kann einige Sekunden dauern.",
                NoArticleReason::BotCheck,
            ),
            ("Kontrola", "Ověřte, že jste člověk. Ray ID: 77aa", NoArticleReason::BotCheck),
            (
                "Prensa",
                "JavaScript está desactivado en su navegador. Debe activarlo para continuar.",
                NoArticleReason::NeedsJavaScript,
            ),
            ("뉴스", "이 앱을 실행하려면 JavaScript를 활성화해야 합니다.", NoArticleReason::NeedsJavaScript),
            ("Page not found | Teller Courier", "We looked everywhere.", NoArticleReason::ErrorPage),
            ("Teller Courier", "404", NoArticleReason::ErrorPage),
            (
                "teller.example",
                "We want to make sure it is actually you we are dealing with and not a robot. Please slide to complete the puzzle.",
                NoArticleReason::BotCheck,
            ),
            (
                "Teller Courier",
                "Request unsuccessful. Incapsula incident ID: 8770",
                NoArticleReason::BotCheck,
            ),
            (
                "Teller Courier",
                "Please disable your ad blocker. We rely on advertising. Please allow ads on our site to continue.",
                NoArticleReason::ErrorPage,
            ),
            (
                "Kurier",
                "Die von Ihnen aufgerufene Seite konnte nicht gefunden werden. Vielleicht hilft Ihnen die Suche weiter.",
                NoArticleReason::ErrorPage,
            ),
            (
                "Jornal",
                "Você precisa habilitar o JavaScript para ver esta página.",
                NoArticleReason::NeedsJavaScript,
            ),
            (
                "Teller Courier",
                "We recognise that you are in the European Economic Area. Access cannot be granted at this time.",
                NoArticleReason::ErrorPage,
            ),
            (
                "teller.example",
                "This domain may be for sale. Inquire about this domain.",
                NoArticleReason::ErrorPage,
            ),
            (
                "Kurier",
                "Wir führen gerade Wartungsarbeiten durch und sind bald wieder da. Wir bitten um Verständnis.",
                NoArticleReason::ErrorPage,
            ),
            ("Index of /news", "Name Last modified Size. Parent Directory.", NoArticleReason::ErrorPage),
            ("Страница не найдена - Вестник", "Вернитесь на главную", NoArticleReason::ErrorPage),
        ] {
            assert_eq!(of(title, &[text]), Some(reason), "{title}: {text}");
        }
    }

    #[test]
    fn news_about_the_same_topics_is_not_a_wall() {
        for text in [
            "The parliament voted on Tuesday to limit how websites track visitors. Under the bill, sites must ask for \
             consent before they store cookies, and fines may reach four per cent of turnover. Publishers said the rules \
             would cost them readers, while consumer groups welcomed the vote as overdue.",
            "A programming language from 1995 turned thirty this week. JavaScript runs on almost every website today, \
             its inventor recalled at a meeting in Fairbrook, although he had only ten days to write it.",
            "The robot that sorts parcels in Ellerby stopped on Monday after a mouse had bitten through a cable.",
        ] {
            assert_eq!(of("News - Fairbrook Post", &[text]), None, "{text}");
        }
        let lead = "The council agreed on Thursday to repair the old weir, after two winters in which the river took \
             most of its stones, and to pay for it from the bridge fund.";
        let topic =
            "A cookie consent law says that sites must ask before they store cookies, the minister said.";
        assert_eq!(of("Minister defends cookie consent", &[lead, topic, lead, lead]), None);
        let report = [
            "Teller Post",
            "Regulator fines portal over its banner",
            "The regulator on Monday fined a portal because its banner had no button to reject all cookies, it said.",
            "The portal may appeal within four weeks, and said that it would change the banner in June at the latest.",
            "It has told its partners, of whom there are ninety, that they have to wait for the consent of readers.",
        ];
        assert_eq!(of("Regulator fines portal over its banner", &report), None);
        let found = "Page not found: how the council lost its site";
        assert_eq!(interstitial(&long_article(), Some(found), [lead; 4].into_iter()), None);
        let dated = Article { published: Some("2031-05-04".into()), ..Article::default() };
        assert_eq!(
            interstitial(&dated, Some("404"), ["We value your privacy. Accept all."].into_iter()),
            None
        );
    }

    #[test]
    fn data_is_distinguished_from_pages() {
        for (content, reason) in [
            (" \n", NoArticleReason::Empty),
            ("<?xml version='1.0'?><rss version='2.0'></rss>", NoArticleReason::Feed),
            ("<urlset><url><loc>https://post.example/</loc></url></urlset>", NoArticleReason::Sitemap),
            ("https://post.example/a\nhttps://post.example/b\n", NoArticleReason::UrlList),
            ("1\thttps://post.example/a\n2\thttps://post.example/b\n", NoArticleReason::UrlList),
            (
                "url,date\nhttps://post.example/a,2031-05-04\n\"https://post.example/b\",\nhttps://post.example/c,\nhttps://post.example/d,",
                NoArticleReason::UrlList,
            ),
            ("[{\"url\": \"https://post.example/\"}]", NoArticleReason::Json),
        ] {
            assert_eq!(data_kind(content, Input::Auto), Some(reason), "{content}");
        }
        for content in
            ["<html><p>x", "Text", "[1] The first note", "https://post.example/ is where we print\nand write"]
        {
            assert_eq!(data_kind(content, Input::Auto), None, "{content}");
        }
    }

    #[test]
    fn phrases_are_normalized() {
        for (group, phrase) in lexicon::entries(include_str!("../lexicon/data/interstitials.txt")) {
            let mut normalized = String::new();
            push_normalized(phrase, &mut normalized);
            assert_eq!(normalized.trim(), phrase, "[{group}]");
        }
    }
}
