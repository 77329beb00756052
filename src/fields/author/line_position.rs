//! Where a line is on its page, relative to the headline and the body.

use super::evidence::BylinePlace;
use crate::fields::date::Anchors;

/// Lines before and after the headline that may hold the byline.
pub(crate) const LINES_BEFORE_HEADLINE: usize = 6;
pub(crate) const LINES_AFTER_HEADLINE: usize = 30;
/// First and last lines of the body that may hold it.
const FIRST_BODY_LINES: usize = 5;
pub(crate) const LAST_BODY_LINES: usize = 3;
/// Lines right after the body, and as far after it as the box about the author may be.
const LINES_AFTER_BODY: usize = 5;
pub(crate) const FAR_LINES_AFTER_BODY: usize = 24;

/// Returns where a line is.
pub(crate) fn of(at: usize, anchors: &Anchors) -> BylinePlace {
    let body = &anchors.body;
    if !body.is_empty() && at >= body.end {
        return match at - body.end {
            0..LINES_AFTER_BODY => BylinePlace::After,
            LINES_AFTER_BODY..FAR_LINES_AFTER_BODY => BylinePlace::Far,
            _ => BylinePlace::Elsewhere,
        };
    }
    if !body.is_empty() && at >= body.start {
        return if anchors.headline.is_none_or(|h| at > h) && at - body.start < FIRST_BODY_LINES {
            BylinePlace::Top
        } else if body.end - at <= LAST_BODY_LINES {
            BylinePlace::End
        } else {
            BylinePlace::Inside
        };
    }
    match anchors.headline {
        Some(h) if at >= h => {
            if at - h <= LINES_AFTER_HEADLINE {
                BylinePlace::Head
            } else {
                BylinePlace::Elsewhere
            }
        }
        Some(h) if h - at <= LINES_BEFORE_HEADLINE => BylinePlace::Above,
        None if !body.is_empty() && body.start - at <= LINES_BEFORE_HEADLINE => BylinePlace::Above,
        _ => BylinePlace::Elsewhere,
    }
}
