//! What a rule says when it is not satisfied, in facts that every face can render.
//!
//! A use case never stops at the first broken rule: it collects findings in a [`Findings`], and settles them once. What settling
//! means is the same everywhere (`zones.md` Z1, Z15, Z16): a hard finding refuses; a forcible one refuses unless the caller used
//! force, and then becomes a [`Warning`]; a note is a warning from the start.

mod force;

use std::fmt;

use domesday_dns::{Name, RecordType};

pub use force::{Force, Lifted};

/// One wrong field of a request (HTTP 400 on faces that have statuses).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Where, as in `ns[1].addresses[0]`.
    pub field: String,
    /// A stable word such as `bad_name`.
    pub code: &'static str,
    /// A sentence for people.
    pub detail: String,
    /// The byte, from 0, where the fault is within a text that is itself a language (rule C8 of `attestations.md`).
    pub offset: Option<usize>,
    /// Whether `force` lifts it.
    pub forcible: bool,
}

impl FieldError {
    /// A wrong field that no force lifts.
    pub fn new(field: impl Into<String>, code: &'static str, detail: impl Into<String>) -> Self {
        Self { field: field.into(), code, detail: detail.into(), offset: None, forcible: false }
    }
}

/// Something stored that the request collides with (HTTP 409 on faces that have statuses).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// A stable word such as `cname_conflict`.
    pub code: &'static str,
    /// What kind of object stands in the way.
    pub kind: ConflictKind,
    /// Its name.
    pub name: Name,
    /// Its record type, where it is a record set.
    pub rtype: Option<RecordType>,
    /// The zone it stands in, where that helps.
    pub zone: Option<Name>,
    /// The object that must be changed instead, where there is one (rule R16).
    pub managed_by: Option<ManagedBy>,
    /// A sentence for people.
    pub detail: String,
    /// Whether `force` lifts it.
    pub forcible: bool,
}

/// The kind of object a [`Conflict`] names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConflictKind {
    /// A zone served here.
    Zone,
    /// A record set.
    RecordSet,
    /// A delegation.
    Delegation,
    /// A name server.
    NameServer,
    /// A rule about TLDs.
    Tld,
    /// An entry of the block list.
    BlocklistEntry,
    /// A registered name.
    RegisteredName,
}

impl ConflictKind {
    /// The word clients see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Zone => "zone",
            Self::RecordSet => "record_set",
            Self::Delegation => "delegation",
            Self::NameServer => "name_server",
            Self::Tld => "tld",
            Self::BlocklistEntry => "blocklist_entry",
            Self::RegisteredName => "registered_name",
        }
    }
}

/// Who writes a record set that is read-only for its caller (rule R16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManagedBy {
    /// The zone itself: its SOA and apex NS.
    Zone(Name),
    /// A delegation: `(zone, cut)`.
    Delegation(Name, Name),
    /// A registered name (rule D16).
    Domain(Name),
    /// A host below a registered name (rule D16).
    Host(Name),
}

/// Something the caller should know although the request went through (rule Z16).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Warning {
    /// A stable word such as `ns_address_missing`.
    pub code: &'static str,
    /// What it is about: a name or a field.
    pub subject: String,
    /// A sentence for people.
    pub detail: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.detail)
    }
}

/// Everything that a request's rules had to say so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    errors: Vec<FieldError>,
    conflicts: Vec<Conflict>,
    warnings: Vec<Warning>,
}

/// Why a request was refused by its rules: exactly one class of finding, by the order of rule Z1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// Wrong fields.
    Invalid {
        /// All of them.
        errors: Vec<FieldError>,
        /// Force alone would let the request pass.
        forcible: bool,
    },
    /// Collisions with what is stored.
    Conflicting {
        /// All of them.
        conflicts: Vec<Conflict>,
        /// Force alone would let the request pass.
        forcible: bool,
    },
}

impl Findings {
    /// No findings yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a wrong field that no force lifts.
    pub fn error(&mut self, field: impl Into<String>, code: &'static str, detail: impl Into<String>) {
        self.errors.push(FieldError::new(field, code, detail));
    }

    /// Notes a fault at a byte of a field's text; no force lifts it.
    pub fn error_at(&mut self, field: impl Into<String>, offset: usize, code: &'static str, detail: impl Into<String>) {
        self.errors.push(FieldError { offset: Some(offset), ..FieldError::new(field, code, detail) });
    }

    /// Notes a wrong field that force lifts.
    pub fn forcible_error(&mut self, field: impl Into<String>, code: &'static str, detail: impl Into<String>) {
        self.errors.push(FieldError { forcible: true, ..FieldError::new(field, code, detail) });
    }

    /// Notes a collision.
    pub fn conflict(&mut self, conflict: Conflict) {
        self.conflicts.push(conflict);
    }

    /// Notes something that is let through.
    pub fn warn(&mut self, code: &'static str, subject: impl Into<String>, detail: impl Into<String>) {
        self.warnings.push(Warning { code, subject: subject.into(), detail: detail.into() });
    }

    /// Takes over what another collector found.
    pub fn absorb(&mut self, other: Findings) {
        self.errors.extend(other.errors);
        self.conflicts.extend(other.conflicts);
        self.warnings.extend(other.warnings);
    }

    /// True while no rule has refused anything, forcible or not.
    pub fn is_clean(&self) -> bool {
        self.errors.is_empty() && self.conflicts.is_empty()
    }

    /// True if a wrong field was noted that no force lifts: what depends on the fields cannot be judged.
    pub fn has_hard_errors(&self) -> bool {
        self.errors.iter().any(|error| !error.forcible)
    }

    /// The wrong fields noted so far.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// Settles the wrong fields alone: what rule Z1 tries before ownership. Lifted ones stay for [`Findings::settle`] under force.
    ///
    /// # Errors
    /// [`Rejection::Invalid`].
    pub fn settle_errors(&mut self, force: impl Into<Force>) -> Result<(), Rejection> {
        let force = force.into();
        if self.errors.iter().all(|error| force.lifts(error.forcible, error.code, None)) {
            return Ok(());
        }
        let forcible = !self.has_hard_errors() && self.conflicts.iter().all(|conflict| conflict.forcible);
        Err(Rejection::Invalid { errors: std::mem::take(&mut self.errors), forcible })
    }

    /// Settles everything: `Ok` with the warnings to tell, or the first class of refusal. A refusal names all that is in the way, lifted
    /// or not.
    ///
    /// # Errors
    /// [`Rejection::Invalid`] before [`Rejection::Conflicting`]; `forcible` is true only if force alone would let the request pass.
    pub fn settle(mut self, force: impl Into<Force>) -> Result<Vec<Warning>, Rejection> {
        let force = force.into();
        self.settle_errors(force)?;
        if !self.conflicts.iter().all(|conflict| force.lifts_conflict(conflict)) {
            let forcible = self.conflicts.iter().all(|conflict| conflict.forcible);
            return Err(Rejection::Conflicting { conflicts: self.conflicts, forcible });
        }
        let mut warnings = self.warnings;
        warnings.extend(self.errors.into_iter().map(|e| Warning { code: e.code, subject: e.field, detail: e.detail }));
        warnings.extend(self.conflicts.into_iter().map(|c| Warning {
            code: c.code,
            subject: c.name.to_string(),
            detail: c.detail,
        }));
        Ok(warnings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conflict(forcible: bool) -> Conflict {
        Conflict {
            code: "zone_not_empty",
            kind: ConflictKind::Zone,
            name: Name::root(),
            rtype: None,
            zone: None,
            managed_by: None,
            detail: "d".into(),
            forcible,
        }
    }

    #[test]
    fn z15_force_lifts_only_what_is_forcible() {
        let mut findings = Findings::new();
        findings.forcible_error("retry", "soa_relation", "d");
        findings.conflict(conflict(true));
        let warnings = findings.clone().settle(true).unwrap();
        assert_eq!(warnings.iter().map(|w| w.code).collect::<Vec<_>>(), ["soa_relation", "zone_not_empty"]);
        findings.conflict(conflict(false));
        assert!(matches!(findings.settle(true), Err(Rejection::Conflicting { forcible: false, .. })));
    }

    #[test]
    fn z17_forcible_is_told_only_if_force_alone_would_let_it_pass() {
        let mut findings = Findings::new();
        findings.forcible_error("retry", "soa_relation", "d");
        assert!(matches!(findings.clone().settle(false), Err(Rejection::Invalid { forcible: true, .. })));
        findings.conflict(conflict(false));
        assert!(matches!(findings.settle(false), Err(Rejection::Invalid { forcible: false, .. })));
    }
}
