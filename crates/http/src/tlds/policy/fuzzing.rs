//! The bodies of policies, for fuzz targets: see [`crate::fuzzing`].

use domesday_domain::policy::Value;

/// The members of an object, each number from its own text; none if it is refused.
pub(in super::super) fn members(text: &[u8]) -> Option<Value> {
    super::body::members(text).ok()
}
