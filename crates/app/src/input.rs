//! A request's body as a use case takes it: read before the transaction, complained about inside it, in the order of rule Z1.
//!
//! That an object is missing (404) comes before a body that is not JSON (400), and a stale condition (412) before a wrong field
//! (400). So the face reads the body into an [`Input`], and the command asks for each part when it is that part's turn.

use domesday_domain::finding::Findings;

use crate::refusal::{Refusal, Unreadable};

/// A body, read as far as it could be.
#[derive(Clone, Debug)]
pub struct Input<T> {
    read: Result<(T, Findings), Refusal>,
}

impl<T> Input<T> {
    /// A body that was read; the findings are its wrong fields, whose members `value` leaves out.
    pub fn read(value: T, findings: Findings) -> Self {
        Self { read: Ok((value, findings)) }
    }

    /// A body that could not be read.
    pub fn unreadable(refusal: Refusal) -> Self {
        Self { read: Err(refusal) }
    }

    /// Whether the caller takes any form that can be given, where that comes before other questions (`attestations.md` H9).
    ///
    /// # Errors
    /// What makes it unreadable, if that is 406.
    pub fn acceptable(&self) -> Result<(), Refusal> {
        match &self.read {
            Err(refusal @ Refusal::Unreadable { how: Unreadable::NotAcceptable, .. }) => Err(refusal.clone()),
            _ => Ok(()),
        }
    }

    /// The body and its wrong fields.
    ///
    /// # Errors
    /// What made it unreadable: rule Z1's 406, 415, 413 and malformed JSON.
    pub fn well_formed(&self) -> Result<(&T, Findings), Refusal> {
        match &self.read {
            Ok((value, findings)) => Ok((value, findings.clone())),
            Err(refusal) => Err(refusal.clone()),
        }
    }
}
