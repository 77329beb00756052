//! Invalid option values are rejected, and errors of the library do not name flags of the command.

use copydesk::{Cleaner, LimitKind, Limits};

#[test]
fn invalid_values_are_rejected() {
    let cleaner = Cleaner::new;
    for now in ["yesterday", "2025-13-40", "", "05/04/2031", "2031-05-05T25:00:00Z"] {
        assert!(cleaner().with_now(now).expect_err(now).is_value(), "{now}");
    }
    for now in ["2031-05-05", "2031-05-05T18:42:00Z", "2031-05-05T18:42:00.5+02:00", "2031-05-05 18:42"] {
        assert!(cleaner().with_now(now).is_ok(), "{now}");
    }
    for confidence in [-0.1, 1.1, f32::NAN, f32::INFINITY] {
        assert!(cleaner().with_min_confidence(confidence).expect_err("a fault").is_value());
    }
    assert!(cleaner().with_min_confidence(1.0).is_ok());
    assert!(
        cleaner().with_languages(["en", "english"]).expect_err("a fault").to_string().contains("`english`")
    );
}

#[test]
fn errors_name_the_limit_but_no_flag() {
    let page = "<p>The bridge over the Alder reopened on Monday.".repeat(8);
    let mut limits = Limits::default();
    limits.bytes = 64;
    let error = Cleaner::new().with_limits(limits).clean(&page).expect_err("over the limit");
    assert_eq!(error.limit(), Some(LimitKind::Bytes));
    assert_eq!(error.to_string(), "the page's size in bytes is 384, which exceeds the limit of 64");
    limits = Limits::default();
    limits.nodes = 2;
    let error = Cleaner::new().with_limits(limits).clean(&page).expect_err("over the limit");
    assert_eq!(error.limit(), Some(LimitKind::Nodes));
    assert!(!error.to_string().contains("--"), "{error}");
}
