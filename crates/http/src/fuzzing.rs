//! What the fuzz targets need of readers that are private otherwise; only with the feature `fuzzing`, with which no server is built.
//!
//! Nothing is judged here: readers are called as their faces call them, and what came of it is handed out. The laws are in `fuzz/targets`.
//! What has a type of its own in a face is handed out as text, which is enough to compare it.

mod head;

use std::fmt::Debug;

use domesday_app::input::Input;
use domesday_domain::finding::Findings;
use serde_json::{Map, Value};

pub use crate::dynect::fuzzing as dynect;
pub use crate::entities::fuzzing as entities;
pub use crate::mreg::fuzzing as mreg;
pub use crate::registrar::fuzzing as registrar;
pub use crate::sessions::fuzzing as sessions;
pub use crate::tlds::fuzzing as tlds;
pub use head::{Head, next_page, pairs, queries, set_marker};

use crate::body::Strict;
use crate::members::Members;
use crate::{accounts, zones};

/// What a reader made of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Which request it was read as, such as `zones: create`.
    pub request: &'static str,
    /// What was read, as `Debug` shows it.
    pub value: String,
    /// The places of what is wrong, those of members that nobody knows among them; one place may stand here more than once.
    pub told: Vec<String>,
}

impl Reading {
    /// What was read, and what was found on the way.
    pub(crate) fn of(request: &'static str, value: impl Debug, findings: &Findings) -> Self {
        let told = findings.errors().iter().map(|error| error.field.clone()).collect();
        Self { request, value: format!("{value:?}"), told }
    }

    /// What was read as far as it could be; one that cannot be read at all is told at no place.
    pub(crate) fn input<T: Debug>(request: &'static str, read: &Input<T>) -> Self {
        match read.well_formed() {
            Ok((value, findings)) => Self::of(request, value, &findings),
            Err(refusal) => Self { request, value: format!("{refusal:?}"), told: vec![String::new()] },
        }
    }

    /// What is read from these members.
    pub(crate) fn object<T: Debug>(
        request: &'static str,
        fields: &Map<String, Value>,
        read: impl FnOnce(&mut Members) -> T,
    ) -> Self {
        let mut members = Members::of(fields.clone());
        let value = read(&mut members);
        Self::of(request, value, &members.finish())
    }
}

/// The value of a JSON text, read as the bodies of most faces are; none if it is refused.
pub fn strict(text: &[u8]) -> Option<Value> {
    serde_json::from_slice(text).ok().map(|Strict(value)| value)
}

/// Whether each of the strict readers takes a text as a whole: all faces have their JSON from one of them.
pub fn takers(text: &[u8]) -> Vec<(&'static str, bool)> {
    vec![
        ("zones, accounts, registrar, mreg", strict(text).is_some()),
        ("tlds", tlds::object(text).is_some()),
        ("policies", tlds::policy(text).is_some()),
        ("entities", domesday_domain::json::read(text).is_ok()),
        ("dynect", dynect::read(dynect::Form::Json, text).is_some()),
    ]
}

/// An object as every request that has one for its body reads it.
pub fn requests(fields: &Map<String, Value>) -> Vec<Reading> {
    let faces = [
        zones::fuzzing::requests(fields),
        accounts::fuzzing::requests(fields),
        tlds::requests(fields),
        entities::requests(fields),
        mreg::requests(fields),
        registrar::requests(fields),
    ];
    faces.into_iter().flatten().collect()
}
