//! Conditions on kinds and entities: of their tags only the revision counts (`attestations.md` H8), for the rest is a hash of what is
//! shown, which differs from caller to caller.

use domesday_domain::precondition::{Precondition, Tag};

use crate::refusal::Refusal;

/// Judges a condition against the revision of what is there.
///
/// # Errors
/// [`Refusal::Stale`] if it does not hold.
pub(super) fn check(precondition: &Precondition, current: Option<i64>) -> Result<(), Refusal> {
    let holds = match (precondition, current) {
        (Precondition::None, _) => true,
        (Precondition::Exists, current) => current.is_some(),
        (Precondition::Absent, current) => current.is_none(),
        (Precondition::OneOf(tags), Some(current)) => tags.iter().any(|tag| names(tag, current)),
        (Precondition::OneOf(_), None) => false,
    };
    if holds { Ok(()) } else { Err(Refusal::Stale { current: current.map(Tag::Version) }) }
}

/// Whether a strong tag, quotes kept, is of this revision.
fn names(tag: &str, revision: i64) -> bool {
    let bare = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
    let revision_of = bare.map(|tag| tag.split_once('-').map_or(tag, |(revision, _)| revision));
    revision_of.and_then(|text| text.parse().ok()) == Some(revision)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn h8_only_the_revision_of_a_tag_is_compared() {
        for (value, holds) in [
            ("\"4-abc\"", true),
            ("\"4-other\"", true),
            ("\"4\"", true),
            ("\"3-abc\", \"4-x\"", true),
            ("\"14-abc\"", false),
            ("W/\"4-abc\"", false),
            ("\"-4\"", false),
            ("*", true),
        ] {
            assert_eq!(check(&Precondition::from_if_match(value), Some(4)).is_ok(), holds, "{value}");
        }
        assert!(check(&Precondition::Absent, Some(1)).is_err() && check(&Precondition::Absent, None).is_ok());
        assert!(check(&Precondition::from_if_match("*"), None).is_err());
    }
}
