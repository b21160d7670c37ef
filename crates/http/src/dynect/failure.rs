//! A request that failed (rule E4): its lines, of which the first decides the HTTP status.

use actix_web::http::StatusCode;

use super::message::{Code, Message, Source};

/// Why a request failed. It changed nothing, unless its code is UNKNOWN_ERROR.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    messages: Vec<Message>,
    status: Option<StatusCode>,
    retry_after: Option<u64>,
    allow: Option<String>,
}

impl Failure {
    /// A failure for all of these reasons, of which there is at least one; the first leads.
    pub(crate) fn new(messages: Vec<Message>) -> Self {
        Self { messages, status: None, retry_after: None, allow: None }
    }

    /// With one more line.
    #[must_use]
    pub(crate) fn and(mut self, message: Message) -> Self {
        self.messages.push(message);
        self
    }

    /// Another, where this one is of that code: for what clients read is said of the case.
    #[must_use]
    pub(crate) fn instead_of(self, code: Code, other: impl FnOnce() -> Self) -> Self {
        if self.code() == code { other() } else { self }
    }

    /// With the seconds after which it may be tried again.
    #[must_use]
    pub(crate) fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// With the methods that would do (rule W2).
    #[must_use]
    pub(crate) fn allow(mut self, methods: String) -> Self {
        self.allow = Some(methods);
        self
    }

    /// With another HTTP status than its code's (rule J6 alone).
    #[must_use]
    pub(crate) fn answered_with(mut self, status: StatusCode) -> Self {
        self.status = Some(status);
        self
    }

    /// Its lines, as they were said.
    pub(crate) fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// Whether a value of rdata is wrong.
    pub(crate) fn is_of_rdata(&self) -> bool {
        self.messages.iter().any(|line| line.code == Some(Code::InvalidData) && line.source == Source::Dyn)
    }

    /// The code that leads.
    pub(crate) fn code(&self) -> Code {
        self.messages.iter().find_map(|line| line.code).unwrap_or(Code::InternalError)
    }

    /// Its HTTP status: of the code that leads.
    pub(crate) fn status(&self) -> StatusCode {
        self.status.unwrap_or_else(|| self.code().status())
    }

    /// `Retry-After`, in seconds.
    pub(crate) fn seconds(&self) -> Option<u64> {
        self.retry_after
    }

    /// `Allow`.
    pub(crate) fn allowed(&self) -> Option<&str> {
        self.allow.as_deref()
    }
}

impl From<Message> for Failure {
    fn from(message: Message) -> Self {
        Self::new(vec![message])
    }
}
