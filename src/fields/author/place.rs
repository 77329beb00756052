//! Where a line is on its page, relative to the headline and the body.

use super::evidence::Place;
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
pub(crate) fn of(at: usize, anchors: &Anchors) -> Place {
    let body = &anchors.body;
    if !body.is_empty() && at >= body.end {
        return match at - body.end {
            0..LINES_AFTER_BODY => Place::After,
            LINES_AFTER_BODY..FAR_LINES_AFTER_BODY => Place::Far,
            _ => Place::Elsewhere,
        };
    }
    if !body.is_empty() && at >= body.start {
        return if anchors.headline.is_none_or(|h| at > h) && at - body.start < FIRST_BODY_LINES {
            Place::Top
        } else if body.end - at <= LAST_BODY_LINES {
            Place::End
        } else {
            Place::Inside
        };
    }
    match anchors.headline {
        Some(h) if at >= h => {
            if at - h <= LINES_AFTER_HEADLINE {
                Place::Head
            } else {
                Place::Elsewhere
            }
        }
        Some(h) if h - at <= LINES_BEFORE_HEADLINE => Place::Above,
        None if !body.is_empty() && body.start - at <= LINES_BEFORE_HEADLINE => Place::Above,
        _ => Place::Elsewhere,
    }
}
