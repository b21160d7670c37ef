//! One vocabulary of what can go wrong. Use cases speak it; each face translates it at its last step.

use domesday_domain::actor::Denied;
use domesday_domain::finding::{Conflict, FieldError, Rejection};
use domesday_domain::precondition::Tag;
use domesday_domain::tld::list::ListFaults;
pub use domesday_domain::zone_file::LineFault;

use crate::entities::Denial;
use crate::objection::Objections;
use crate::ports::{Failure, Lock, StoreError};
use crate::staging::Unpublished;

/// The code of a caller whose session was not used for too long.
pub const IDLED_OUT: &str = "idled_out";

/// Why a request was refused. Nothing was changed, save where [`Refusal::Unknown`] says that this is not known.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// No credential, or not one that is good.
    Unauthenticated {
        /// `unauthenticated`, or `bad_credentials` at log-in; `idled_out` ([`IDLED_OUT`]), which faces other than DynECT's tell as the first.
        code: &'static str,
        /// A sentence for people.
        detail: String,
    },
    /// Not allowed: by role, by ownership, or suspended.
    Forbidden {
        /// Which: `forbidden`, `suspended`, `parent_owned` …
        code: &'static str,
        /// A sentence for people.
        detail: String,
    },
    /// It is not there, or not visible to this caller.
    Missing {
        /// What was looked for.
        what: String,
    },
    /// The request could not be read at all.
    Unreadable {
        /// How so.
        how: Unreadable,
        /// A sentence for people.
        detail: String,
    },
    /// A condition had to be put and was not (rule Z3: 428).
    PreconditionMissing {
        /// What is missing where.
        detail: String,
    },
    /// A condition does not hold (412).
    Stale {
        /// The current tag, if there is an object.
        current: Option<Tag>,
    },
    /// Wrong fields.
    Invalid {
        /// All of them.
        errors: Vec<FieldError>,
        /// Force alone would let it pass.
        forcible: bool,
    },
    /// Collisions with what is stored.
    Conflict {
        /// All of them.
        conflicts: Vec<Conflict>,
        /// Force alone would let it pass.
        forcible: bool,
    },
    /// The file's lines at fault (rule F11).
    BadFile {
        /// Each of them, 1000 at most.
        lines: Vec<LineFault>,
        /// Force alone would let it pass.
        forcible: bool,
    },
    /// A registrars' rule says no: one class of `registrar.md` E3, and all that is wrong in it.
    Objected(Box<Objections>),
    /// A rule about entities and attestations says no.
    Denied(Box<Denial>),
    /// What is wrong with a list of TLDs (rule I2 of `tlds.md`).
    BadList(ListFaults),
    /// A publish that met other changes, or would break rules (`dynect.md` C9): everything stays staged.
    Unpublished(Box<Unpublished>),
    /// A quota is used up.
    Quota {
        /// A sentence for people.
        detail: String,
    },
    /// Too many attempts.
    TooMany {
        /// When to try again, in seconds.
        retry_after: u64,
    },
    /// The session has a request under way that did not end in time, or too many wait for it (`dynect.md` Q1): try again in a second.
    SessionBusy,
    /// Overloaded, or the database is away: try again.
    Busy,
    /// The commit got no answer: it may have happened.
    Unknown,
    /// A defect. The cause is in the log under this id, and nowhere else.
    Broken {
        /// The id.
        id: String,
    },
    /// Somebody else was faster: never leaves the front door, which runs the command again.
    LostRace,
    /// These locks are needed too: never leaves the front door, which takes them and runs the command again.
    NotLocked(Vec<Lock>),
    /// More numbers are needed than were taken: whoever took them takes more and runs the command again.
    OutOfNumbers,
    /// The store failed in this way inside a transaction: never leaves the front door, which logs it and makes it [`Refusal::Broken`].
    Failed(String),
}

/// How a request could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// None of the forms the caller accepts can be given.
    NotAcceptable,
    /// The body is of another type.
    UnsupportedMediaType,
    /// The body is too large.
    TooLarge,
    /// The body, or the query, is not of its grammar.
    Malformed,
}

impl Refusal {
    /// The refusal of a thing that is not there.
    pub fn missing(what: impl Into<String>) -> Self {
        Self::Missing { what: what.into() }
    }

    /// The refusal of a caller without a good credential.
    pub fn unauthenticated() -> Self {
        let detail = "a valid token is needed: log in with POST /sessions, or use an API key".into();
        Self::Unauthenticated { code: "unauthenticated", detail }
    }

    /// The refusal of a caller whose session was not used for too long (`dynect.md` S6).
    pub fn idled_out() -> Self {
        match Self::unauthenticated() {
            Self::Unauthenticated { detail, .. } => Self::Unauthenticated { code: IDLED_OUT, detail },
            other => other,
        }
    }

    /// The refusal for ownership, with its word.
    pub fn forbidden(code: &'static str, detail: impl Into<String>) -> Self {
        Self::Forbidden { code, detail: detail.into() }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::LostRace => Self::LostRace,
            StoreError::Unavailable => Self::Busy,
            StoreError::Broken(cause) => Self::Failed(cause.to_string()),
        }
    }
}

impl From<Rejection> for Refusal {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::Invalid { errors, forcible } => Self::Invalid { errors, forcible },
            Rejection::Conflicting { conflicts, forcible } => Self::Conflict { conflicts, forcible },
        }
    }
}

impl From<Denied> for Refusal {
    fn from(denied: Denied) -> Self {
        let code = match denied {
            Denied::Role => "forbidden",
            Denied::Suspended => "suspended",
        };
        Self::forbidden(code, denied.to_string())
    }
}

impl From<Denial> for Refusal {
    fn from(denial: Denial) -> Self {
        Self::Denied(Box::new(denial))
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Busy => Self::Busy,
            Failure::Unknown => Self::Unknown,
            Failure::Broken(cause) => Self::Failed(cause),
        }
    }
}
