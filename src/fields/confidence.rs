//! The probability that a field is right, calibrated on labeled pages.
//!
//! Titles and dates have the probability of their ranker, which Platt scaling turns into the share that is right
//! (cross-validated by domain, `train/headline.py` and `train/dates.py`). The other fields have the share that is right
//! on labeled pages for each origin or form, in `model/field-confidence.txt`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::{
    byline::BylineSource,
    credit::{Credit, CreditKind},
    dateline::Dateline,
    lexicon,
    model::weights::{TEXT_CONFIDENCE_WEIGHTS, Weights},
};

/// Turns the probability of a ranker into that of being right.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Calibration {
    slope: f32,
    intercept: f32,
}

impl Calibration {
    /// Probabilities closer to 0 or 1 than this are not trusted.
    const CLIP: f32 = 1e-4;

    /// Reads the group `calibration` of a table of weights.
    pub(crate) fn read(table: &Weights) -> Self {
        let names = ["slope", "intercept"];
        let weights = table.of("calibration", names.len(), |name| names.iter().position(|of| *of == name));
        Self { slope: weights[0], intercept: weights[1] }
    }

    pub(crate) fn apply(self, probability: f32) -> f32 {
        let p = probability.clamp(Self::CLIP, 1.0 - Self::CLIP);
        let odds = self.slope * (p / (1.0 - p)).ln() + self.intercept;
        1.0 / (1.0 + (-odds).exp())
    }
}

/// Shares by group and form.
static SHARES: LazyLock<FxHashMap<(&'static str, &'static str), f32>> = LazyLock::new(|| {
    let entries = lexicon::entries(include_str!("../model/field-confidence.txt"));
    let share = |(group, entry)| {
        let mut fields = lexicon::fields(entry);
        Some(((group, fields.next()?), fields.next()?.parse().ok()?))
    };
    entries.filter_map(share).collect()
});

fn share(group: &'static str, form: &'static str) -> f32 {
    SHARES.get(&(group, form)).copied().unwrap_or_default()
}

/// The probability that a byline is right, by where it was found.
pub(crate) fn of_byline(source: Option<BylineSource>) -> f32 {
    share("byline", source.map_or("other", BylineSource::name))
}

/// Returns the F1 that the body of a plain-text page reaches on average if its selection expects `expected`.
pub(crate) fn of_text_body(expected: f32) -> f32 {
    static CALIBRATION: LazyLock<Calibration> = LazyLock::new(|| Calibration::read(&TEXT_CONFIDENCE_WEIGHTS));
    CALIBRATION.apply(expected)
}

/// The probability that a field of a plain-text page is right.
pub(crate) fn of_text(field: &'static str) -> f32 {
    share("text", field)
}

/// The probability that a dateline is right, by its parts.
pub(crate) fn of_dateline(dateline: &Dateline) -> f32 {
    let form = match (&dateline.place, &dateline.date, &dateline.agency) {
        (Some(_), Some(_), Some(_)) => "place, date and agency",
        (Some(_), None, Some(_)) => "place and agency",
        (Some(_), Some(_), None) => "place and date",
        (Some(_), None, None) => "place",
        (None, ..) => "no place",
    };
    share("dateline", form)
}

/// The probability that a credit is right, by its kind and whether it names anyone.
pub(crate) fn of_credit(credit: &Credit) -> f32 {
    let named = credit.agency.is_some() || !credit.reporters.is_empty() || !credit.editors.is_empty();
    let form = match credit.kind {
        _ if !named => "no name",
        CreditKind::Agency => "agency",
        CreditKind::Reporting => "reporting",
        CreditKind::Contributors => "contributors",
        CreditKind::Copyright => "copyright",
    };
    share("credit", form)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::weights::{DATE_WEIGHTS, HEADLINE_WEIGHTS};

    #[test]
    fn calibration_is_monotonic_and_a_probability() {
        for table in [&DATE_WEIGHTS, &HEADLINE_WEIGHTS, &TEXT_CONFIDENCE_WEIGHTS] {
            let calibration = Calibration::read(table);
            let values: Vec<f32> = [0.0, 0.3, 0.5, 0.9, 1.0].map(|p| calibration.apply(p)).to_vec();
            assert!(values.windows(2).all(|w| w[0] < w[1]), "{values:?}");
            assert!(values.iter().all(|p| (0.0..=1.0).contains(p)), "{values:?}");
        }
    }

    #[test]
    fn every_form_has_a_share() {
        let forms: Vec<f32> = SHARES.values().copied().collect();
        assert!(forms.iter().all(|p| (0.0..=1.0).contains(p)));
        for place in [None, Some("Oslo".to_owned())] {
            for agency in [None, Some("AP".to_owned())] {
                let mut dateline = Dateline::default();
                (dateline.place, dateline.agency) = (place.clone(), agency);
                assert!(of_dateline(&dateline) > 0.0, "{dateline:?}");
            }
        }
        let mut credit = Credit::default();
        assert!(of_credit(&credit) > 0.0);
        credit.agency = Some("AP".into());
        for kind in
            [CreditKind::Agency, CreditKind::Reporting, CreditKind::Contributors, CreditKind::Copyright]
        {
            credit.kind = kind;
            assert!(of_credit(&credit) > 0.0, "{kind:?}");
        }
    }
}
