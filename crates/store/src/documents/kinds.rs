//! A kind of entities, as its own form for storage has it.

use domesday_domain::entity::Kind;

use super::{Unreadable, read, written};

/// A kind as a document.
pub(crate) fn kind_document(kind: &Kind) -> Result<String, Unreadable> {
    written(&kind.to_json())
}

/// The kind of a document.
pub(crate) fn kind(document: &str) -> Result<Kind, Unreadable> {
    Kind::from_stored(&read(document)?).map_err(|problem| Unreadable::Value(problem.to_string(), "kind"))
}
