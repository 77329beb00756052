//! The probability that a field is right, calibrated on labeled pages.
//!
//! Titles and dates have the probability of their ranker, which Platt scaling turns into the share that is right
//! (cross-validated by domain, `train/headline.py` and `train/dates.py`). The other fields have the share that is right
//! on labeled pages for each origin or form, in `model/field-confidence.txt`.

use crate::{
    byline::BylineSource,
    credit::{Credit, CreditKind},
    dateline::Dateline,
    model::weights::{FIELD_CONFIDENCE, TEXT_CONFIDENCE_WEIGHTS, Weights},
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
    pub(crate) const fn read(table: &Weights) -> Self {
        match (table.get("calibration", "slope"), table.get("calibration", "intercept")) {
            (Some(slope), Some(intercept)) => Self { slope, intercept },
            _ => panic!("the table has no calibration"),
        }
    }

    pub(crate) fn apply(self, probability: f32) -> f32 {
        let p = probability.clamp(Self::CLIP, 1.0 - Self::CLIP);
        let odds = self.slope * (p / (1.0 - p)).ln() + self.intercept;
        1.0 / (1.0 + (-odds).exp())
    }
}

/// Returns the share of a form of a group of fields that is right.
fn share(group: &'static str, form: &'static str) -> f32 {
    FIELD_CONFIDENCE.get(group, form).unwrap_or_default()
}

/// The probability that a byline is right, by where it was found.
pub(crate) fn of_byline(source: Option<BylineSource>) -> f32 {
    share("byline", source.map_or("other", BylineSource::name))
}

/// Returns the F1 that the body of a plain-text page reaches on average if its selection expects `expected`.
pub(crate) fn of_text_body(expected: f32) -> f32 {
    const CALIBRATION: Calibration = Calibration::read(&TEXT_CONFIDENCE_WEIGHTS);
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
        for group in ["byline", "credit", "dateline", "text"] {
            let (_, shares) = FIELD_CONFIDENCE.of(group);
            assert!(!shares.is_empty() && shares.iter().all(|p| (0.0..=1.0).contains(p)), "{group}");
        }
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
