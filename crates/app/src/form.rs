//! A registrar's request body as a use case takes it: read before the transaction, complained about inside it, in the order of rule E3.
//!
//! That a caller may not do something is told before a body that is not JSON, that before a wrong field, that before an object that is not
//! there. So the face reads the body into a [`Form`], and the command asks for each part when it is that part's turn.

use domesday_domain::fault::Fault;

use crate::objection::{Objection, settle};
use crate::refusal::Refusal;

/// A body, read as far as it could be.
#[derive(Clone, Debug)]
pub struct Form<T> {
    read: Result<(T, Vec<Objection>), Refusal>,
}

impl<T> Form<T> {
    /// A body that was read; what is wrong by form (2003, 2005) is left out of `value`.
    pub fn read(value: T, wrong: Vec<Fault>) -> Self {
        Self { read: Ok((value, wrong.into_iter().map(Into::into).collect())) }
    }

    /// A body that could not be read: its type, its size, its grammar, members that are not known (2001).
    pub fn unreadable(refusal: Refusal) -> Self {
        Self { read: Err(refusal) }
    }

    /// The body without its faults, for what must be known of it before it is judged: the names to lock.
    pub fn peek(&self) -> Option<&T> {
        self.read.as_ref().ok().map(|(value, _)| value)
    }

    /// The body, and its faults of form so far: a use case adds to them what only it can tell, and settles all at once.
    ///
    /// # Errors
    /// What made it unreadable.
    pub fn readable(&self) -> Result<(&T, Vec<Objection>), Refusal> {
        match &self.read {
            Ok((value, wrong)) => Ok((value, wrong.clone())),
            Err(refusal) => Err(refusal.clone()),
        }
    }

    /// The body, if nothing is wrong with its form.
    ///
    /// # Errors
    /// What made it unreadable, or every wrong field.
    pub fn well_formed(&self) -> Result<&T, Refusal> {
        let (value, wrong) = self.readable()?;
        settle(wrong)?;
        Ok(value)
    }
}
