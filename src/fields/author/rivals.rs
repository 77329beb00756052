//! Features of a byline that depend on the other bylines of its page: a name from the metadata is worth less if a line
//! below the headline names someone else.

use super::{
    candidates::BylineCandidate,
    evidence::{BylineKind, BylinePlace, Feature, FeatureVector},
};

/// Distance of a byline that is in no line.
const NOWHERE: f32 = 99.0;

/// What one byline has that counts against the others.
struct Strength {
    /// It is in a labeled line between headline and body, or in the body's first lines.
    labeled: bool,
    /// Kinds of metadata that name it; 0 for an organization and for the site's own name.
    metadata: f32,
    /// Kinds of sources that name it.
    kinds: f32,
    /// Lines between the headline and its first visible place.
    distance: f32,
}

impl Strength {
    fn of(candidate: &BylineCandidate) -> Self {
        let features = &candidate.features;
        let near = |kind| {
            [BylinePlace::Head, BylinePlace::Top].iter().any(|&place| features.has_source(kind, place))
        };
        let labeled = !candidate.aside && [BylineKind::Lead, BylineKind::Label].into_iter().any(near);
        let is_person = !candidate.names.is_empty() && !features.has(Feature::Site);
        let metadata = [BylineKind::JsonLd, BylineKind::OpenGraph, BylineKind::Twitter, BylineKind::Meta];
        let metadata = metadata.into_iter().filter(|&kind| is_person && features.has_kind(kind)).count();
        let distance = features.get(Feature::Distance);
        Self {
            labeled,
            metadata: metadata as f32,
            kinds: features.kinds() as f32,
            distance: if distance > 0.0 { distance } else { NOWHERE },
        }
    }
}

/// Adds to every candidate what the other candidates are, and returns the features of "no author" with the same facts.
pub(super) fn compare(candidates: &mut [BylineCandidate], mut nobody: FeatureVector) -> FeatureVector {
    let all: Vec<Strength> = candidates.iter().map(Strength::of).collect();
    for (at, candidate) in candidates.iter_mut().enumerate() {
        let others = all.iter().enumerate().filter(|&(other, _)| other != at).map(|(_, strength)| strength);
        mark(&mut candidate.features, others);
        let is_near = candidate.features.is_near_headline();
        candidate.features.mark(Feature::Near, is_near);
        candidate.features.set(Feature::InMetadata, all[at].metadata);
    }
    mark(&mut nobody, all.iter());
    nobody
}

fn mark<'a>(features: &mut FeatureVector, others: impl Iterator<Item = &'a Strength>) {
    let (mut labeled, mut metadata, mut kinds, mut distance) = (false, 0.0_f32, 0.0_f32, NOWHERE);
    for other in others {
        labeled |= other.labeled;
        metadata = metadata.max(other.metadata);
        kinds = kinds.max(other.kinds);
        distance = distance.min(other.distance);
    }
    features.mark(Feature::OtherLabeled, labeled);
    features.set(Feature::OtherInMetadata, metadata);
    features.set(Feature::OtherKinds, kinds);
    features.set(Feature::OtherDistance, distance);
}
