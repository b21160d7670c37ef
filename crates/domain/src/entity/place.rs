//! How a place in a body is told: `claims[2].attestationPolicy.condition` (rule H7).

use super::claim_name::is_name;
use crate::fault::excerpt;

/// The place of a member. A name that is not a plain one stands in brackets and quotes, and only its beginning.
pub(super) fn member(place: &str, name: &str) -> String {
    let plain = name.strip_suffix('?').unwrap_or(name);
    if is_name(plain) { format!("{place}.{name}") } else { format!("{place}[{:?}]", excerpt(name)) }
}

/// The place of an element.
pub(super) fn element(place: &str, index: usize) -> String {
    format!("{place}[{index}]")
}

/// The place of a member of the body itself, or below a place.
pub(super) fn field(place: &str, name: &str) -> String {
    let field = member(place, name);
    field.strip_prefix('.').map(ToOwned::to_owned).unwrap_or(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn h7_places_are_names_and_indices() {
        assert_eq!(field(&element(&field("", "claims"), 2), "value"), "claims[2].value");
        assert_eq!(member(&member("", "a?"), "b c"), ".a?[\"b c\"]");
        assert_eq!(field("", "\"\u{1b}"), "[\"\\\"\u{fffd}\"]");
        assert!(field("x", &"é".repeat(1_000_000)).len() < 100);
    }
}
