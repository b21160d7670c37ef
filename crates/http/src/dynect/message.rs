//! What an answer says of itself, line by line (rules E2–E4): how bad it is, by which code, from which layer, and in words.

use actix_web::http::StatusCode;

use super::format::Tree;

/// What clients know an error by; each has one HTTP status (rule E4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Code {
    /// A service that was taken out of service by the original itself.
    DeprecatedRequest,
    /// Not allowed with this data, or not offered here.
    IllegalOperation,
    /// Our fault.
    InternalError,
    /// A field's value, a body that does not parse, a wrong log-in, a dead session.
    InvalidData,
    /// No such resource, method or form of path; a format not supported.
    InvalidRequest,
    /// No such version (rule W8).
    InvalidVersion,
    /// A required field is absent, null or empty.
    MissingData,
    /// It is not there, or not visible.
    NotFound,
    /// It was not done, and might be another time.
    OperationFailed,
    /// The role or the owner does not allow it.
    PermissionDenied,
    /// The registry is busy or stopping.
    ServiceUnavailable,
    /// It is there already.
    TargetExists,
    /// What became of a change is not known now.
    UnknownError,
    /// Beyond a limit that was configured (rule S9).
    RateLimitExceeded,
}

impl Code {
    /// The word clients see.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::DeprecatedRequest => "DEPRECATED_REQUEST",
            Self::IllegalOperation => "ILLEGAL_OPERATION",
            Self::InternalError => "INTERNAL_ERROR",
            Self::InvalidData => "INVALID_DATA",
            Self::InvalidRequest => "INVALID_REQUEST",
            Self::InvalidVersion => "INVALID_VERSION",
            Self::MissingData => "MISSING_DATA",
            Self::NotFound => "NOT_FOUND",
            Self::OperationFailed => "OPERATION_FAILED",
            Self::PermissionDenied => "PERMISSION_DENIED",
            Self::ServiceUnavailable => "SERVICE_UNAVAILABLE",
            Self::TargetExists => "TARGET_EXISTS",
            Self::UnknownError => "UNKNOWN_ERROR",
            Self::RateLimitExceeded => "RATE_LIMIT_EXCEEDED",
        }
    }

    /// The HTTP status of a failure that it leads.
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::DeprecatedRequest
            | Self::IllegalOperation
            | Self::InvalidData
            | Self::InvalidRequest
            | Self::InvalidVersion
            | Self::OperationFailed
            | Self::TargetExists => StatusCode::BAD_REQUEST,
            Self::MissingData | Self::NotFound => StatusCode::NOT_FOUND,
            Self::PermissionDenied => StatusCode::FORBIDDEN,
            Self::ServiceUnavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::InternalError | Self::UnknownError => StatusCode::INTERNAL_SERVER_ERROR,
            Self::RateLimitExceeded => StatusCode::TOO_MANY_REQUESTS,
        }
    }
}

/// How bad it is, worst first: the order of lines (rule E2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Our fault, or nobody knows.
    Fatal,
    /// Why it failed.
    Error,
    /// Done, but.
    Warn,
    /// For people.
    Info,
}

impl Level {
    /// The word clients see.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Fatal => "FATAL",
            Self::Error => "ERROR",
            Self::Warn => "WARN",
            Self::Info => "INFO",
        }
    }
}

/// The layer that says so (rule E3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// Arguments and format.
    ApiA,
    /// Look-ups and the session.
    ApiB,
    /// Rules.
    Bll,
    /// Rdata.
    Dyn,
}

impl Source {
    /// The word clients see.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::ApiA => "API-A",
            Self::ApiB => "API-B",
            Self::Bll => "BLL",
            Self::Dyn => "DYN",
        }
    }
}

/// One line of `msgs`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    /// How bad it is.
    pub(crate) level: Level,
    /// By what clients know it; none on INFO lines.
    pub(crate) code: Option<Code>,
    /// The layer that says so.
    pub(crate) source: Source,
    /// `<field or step>: <text>`.
    pub(crate) info: String,
}

impl Message {
    /// A line that tells why something failed.
    pub(crate) fn error(code: Code, source: Source, info: impl Into<String>) -> Self {
        Self { level: Level::Error, code: Some(code), source, info: info.into() }
    }

    /// A line that tells of a defect, or of what nobody knows.
    pub(crate) fn fatal(code: Code, info: impl Into<String>) -> Self {
        Self { level: Level::Fatal, code: Some(code), source: Source::Bll, info: info.into() }
    }

    /// A line that tells what was let through.
    pub(crate) fn warn(code: Code, source: Source, info: impl Into<String>) -> Self {
        Self { level: Level::Warn, code: Some(code), source, info: info.into() }
    }

    /// A line for people, of the rules' layer.
    pub(crate) fn info(info: impl Into<String>) -> Self {
        Self { level: Level::Info, code: None, source: Source::Bll, info: info.into() }
    }

    /// The line as it is answered, with its level under both names (rule E2).
    pub(crate) fn tree(&self) -> Tree {
        let level = || Tree::from(self.level.as_str());
        Tree::map([
            ("INFO", Tree::from(self.info.as_str())),
            ("SOURCE", self.source.as_str().into()),
            ("ERR_CD", self.code.map(Code::as_str).into()),
            ("LVL", level()),
            ("LEVEL", level()),
        ])
    }
}

/// All lines in their order (rule E2): FATAL and ERROR, WARN, INFO; each kind as it was said.
pub(crate) fn in_order(messages: &[Message]) -> Tree {
    let mut lines: Vec<&Message> = messages.iter().collect();
    lines.sort_by_key(|line| line.level);
    lines.into_iter().map(Message::tree).collect()
}

#[cfg(test)]
mod tests {
    use super::super::format::{Format, write};
    use super::*;

    #[test]
    fn e2_a_line_has_five_members_and_its_level_twice() {
        let line = Message::info("login: Login successful").tree();
        assert_eq!(
            write(Format::Json, &line),
            r#"{"INFO": "login: Login successful", "SOURCE": "BLL", "ERR_CD": null, "LVL": "INFO", "LEVEL": "INFO"}"#
        );
    }

    #[test]
    fn e2_errors_come_first_then_warnings_then_the_rest() {
        let said = [
            Message::info("a: 1"),
            Message::warn(Code::InvalidData, Source::ApiA, "b: 2"),
            Message::error(Code::NotFound, Source::ApiB, "c: 3"),
            Message::info("d: 4"),
            Message::error(Code::NotFound, Source::ApiB, "e: 5"),
        ];
        let Tree::List(lines) = in_order(&said) else { unreachable!() };
        let told: Vec<&Tree> = lines.iter().filter_map(|line| line.get("INFO")).collect();
        assert_eq!(told, ["c: 3", "e: 5", "b: 2", "a: 1", "d: 4"].map(Tree::from).iter().collect::<Vec<_>>());
    }

    #[test]
    fn e4_one_code_has_one_status() {
        let statuses = [
            (Code::DeprecatedRequest, 400),
            (Code::IllegalOperation, 400),
            (Code::InternalError, 500),
            (Code::InvalidData, 400),
            (Code::InvalidRequest, 400),
            (Code::InvalidVersion, 400),
            (Code::MissingData, 404),
            (Code::NotFound, 404),
            (Code::OperationFailed, 400),
            (Code::PermissionDenied, 403),
            (Code::ServiceUnavailable, 503),
            (Code::TargetExists, 400),
            (Code::UnknownError, 500),
            (Code::RateLimitExceeded, 429),
        ];
        for (code, status) in statuses {
            assert_eq!(code.status().as_u16(), status, "{}", code.as_str());
        }
    }
}
