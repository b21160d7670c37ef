//! Who sent a request, as they say it themselves.

use domesday_domain::actor::Actor;
use domesday_domain::history::Face;

/// How a caller shows who they are.
#[derive(Clone)]
pub enum Proof {
    /// Not at all.
    Nothing,
    /// By a session's token or an API key.
    Token(String),
    /// By running the program itself: the command line.
    Trusted(Actor),
}

/// A request's caller, not yet checked.
#[derive(Clone)]
pub struct Caller {
    /// Who they say they are.
    pub proof: Proof,
    /// The way in.
    pub face: Face,
    /// The request.
    pub request_id: String,
    /// Its own id for the transaction, if it sent one.
    pub transaction: Option<String>,
}
