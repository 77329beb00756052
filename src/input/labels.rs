//! Judges whether text that was decoded under a label is what the label says, by its script and common characters.

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, ISO_8859_2, SHIFT_JIS, WINDOWS_1250, WINDOWS_1254,
    WINDOWS_1257,
};

/// Minimum characters beyond ASCII for a text to be judged.
const FEWEST_CHARS: usize = 20;
/// Maximum characters beyond ASCII that are judged.
const MOST_CHARS: usize = 2000;
/// Minimum share of the most common Chinese characters among all. Chinese news has more than 0.05; Big5 read as GBK, and
/// the reverse, has less than 0.005.
const COMMON_SHARE: f32 = 0.01;
/// Minimum share of kana in Japanese text, which has more than 0.4.
const KANA_SHARE: f32 = 0.1;
/// Minimum share of Hangul in Korean text, which has more than 0.8. EUC-JP read as EUC-KR has up to 0.3.
const HANGUL_SHARE: f32 = 0.5;
/// The most common characters of Chinese text, in both scripts.
const COMMON: &str = "的一是在不了有人這这中大上為为以個个和年月日會会";

const CENTRAL_EUROPEAN: &[&Encoding] = &[WINDOWS_1250, ISO_8859_2];
const TURKISH: &[&Encoding] = &[WINDOWS_1254];
const BALTIC: &[&Encoding] = &[WINDOWS_1257];

/// Encodings with several bytes per character, whose bytes are often valid in another one of them.
pub(super) const EAST_ASIAN: [&Encoding; 6] = [SHIFT_JIS, EUC_JP, GBK, GB18030, BIG5, EUC_KR];

/// Returns whether text decoded from one of the [`EAST_ASIAN`] encodings may be in its language.
pub(super) fn is_plausible(text: &str, encoding: &'static Encoding) -> bool {
    let (mut all, mut usual, mut lost) = (0usize, 0usize, 0usize);
    for c in text.chars().filter(|c| !c.is_ascii()).take(MOST_CHARS) {
        all += 1;
        lost += usize::from(c == char::REPLACEMENT_CHARACTER);
        let is_usual = match encoding {
            e if e == EUC_KR => ('\u{ac00}'..='\u{d7af}').contains(&c),
            e if e == SHIFT_JIS || e == EUC_JP => ('\u{3040}'..='\u{30ff}').contains(&c),
            _ => COMMON.contains(c),
        };
        usual += usize::from(is_usual);
    }
    let least = match encoding {
        e if e == EUC_KR => HANGUL_SHARE,
        e if e == SHIFT_JIS || e == EUC_JP => KANA_SHARE,
        _ => COMMON_SHARE,
    };
    #[expect(clippy::cast_precision_loss, reason = "shares of the characters of a page")]
    let share = |part: usize| part as f32 / all.max(1) as f32;
    all < FEWEST_CHARS || (share(usual) >= least && share(lost) <= COMMON_SHARE)
}

/// Returns the encodings in which pages in a language were written that Latin-1 cannot represent.
pub(super) fn of_language(tag: &str) -> &'static [&'static Encoding] {
    match crate::lexicon::language_tag::primary(tag).as_ref() {
        "bs" | "cs" | "hr" | "hu" | "pl" | "ro" | "sk" | "sl" | "sq" => CENTRAL_EUROPEAN,
        "az" | "tr" => TURKISH,
        "et" | "lt" | "lv" => BALTIC,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_another_encoding_is_implausible() {
        let texts = [
            (GBK, "灯会周三晚上开会，决定重新点亮磨坊运河沿岸的四十盏灯，这是九年来的第一次。"),
            (BIG5, "燈會週三晚上開會，決定重新點亮磨坊運河沿岸的四十盞燈，這是九年來的第一次。"),
            (SHIFT_JIS, "灯火協会は水曜日の夜に会合を開き、四十基の灯籠を再びともすことを決めた。"),
            (EUC_JP, "灯火協会は水曜日の夜に会合を開き、四十基の灯籠を再びともすことを決めた。"),
            (EUC_KR, "등불 협회는 수요일 저녁에 모여 마흔 개의 등불을 다시 켜기로 결정했다."),
        ];
        for (encoding, text) in texts {
            let bytes = encoding.encode(text).0;
            for (label, _) in texts {
                let decoded = label.decode(&bytes).0;
                assert_eq!(
                    is_plausible(&decoded, label),
                    label == encoding,
                    "{} as {}",
                    encoding.name(),
                    label.name()
                );
            }
        }
    }
}
