//! The numbers of this face, in one table: each result code with its words (RFC 5730 section 3) and its HTTP status (`registrar.md`
//! section 1), and the code of each ground on which registrars' rules refuse.

use actix_web::http::StatusCode;
use domesday_app::objection::Ground;

/// A result code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Code(pub(crate) u16);

impl Code {
    /// It was done.
    pub(crate) const DONE: Self = Self(1000);
    /// It was accepted, and its outcome is pending.
    pub(crate) const PENDING: Self = Self(1001);
    /// There are no messages.
    pub(crate) const NO_MESSAGES: Self = Self(1300);
    /// There are messages.
    pub(crate) const MESSAGES: Self = Self(1301);
    /// It was done, and the session is over.
    pub(crate) const ENDED: Self = Self(1500);
    /// Nothing is served there, or not by that method.
    pub(crate) const UNKNOWN_COMMAND: Self = Self(2000);
    /// The request cannot be read.
    pub(crate) const SYNTAX: Self = Self(2001);
    /// Not now, or not in this way.
    pub(crate) const USE: Self = Self(2002);
    /// Something required is missing.
    pub(crate) const MISSING: Self = Self(2003);
    /// A value is beyond its range.
    pub(crate) const RANGE: Self = Self(2004);
    /// A value is not of its form.
    pub(crate) const FORM: Self = Self(2005);
    /// The version is not served.
    pub(crate) const VERSION: Self = Self(2100);
    /// That is left out here.
    pub(crate) const UNIMPLEMENTED: Self = Self(2101);
    /// The domain is not to be renewed.
    pub(crate) const NOT_RENEWABLE: Self = Self(2105);
    /// The domain is not to be transferred yet.
    pub(crate) const NOT_TRANSFERABLE: Self = Self(2106);
    /// Nobody knows who calls.
    pub(crate) const AUTHENTICATION: Self = Self(2200);
    /// The caller may not.
    pub(crate) const AUTHORIZATION: Self = Self(2201);
    /// The code is not the object's.
    pub(crate) const BAD_CODE: Self = Self(2202);
    /// It is another's, and no code was given: ST's own number, which its clients read as "no longer mine".
    pub(crate) const FOREIGN: Self = Self(2203);
    /// A transfer is pending.
    pub(crate) const TRANSFER_PENDING: Self = Self(2300);
    /// No transfer is pending.
    pub(crate) const NO_TRANSFER_PENDING: Self = Self(2301);
    /// It exists.
    pub(crate) const EXISTS: Self = Self(2302);
    /// It does not exist.
    pub(crate) const NOT_THERE: Self = Self(2303);
    /// Its state forbids it.
    pub(crate) const PROHIBITED: Self = Self(2304);
    /// Others depend on it.
    pub(crate) const IN_USE: Self = Self(2305);
    /// A policy does not allow it.
    pub(crate) const POLICY: Self = Self(2306);
    /// Something failed inside.
    pub(crate) const FAILED: Self = Self(2400);
    /// Too many requests.
    pub(crate) const LIMIT: Self = Self(2502);

    /// The code of a ground. The sponsor's missing code (GET of a foreign object) is told by version: see [`super::version::Version`].
    pub(super) fn of(ground: Ground, foreign: Self) -> Self {
        match ground {
            Ground::UseError => Self::USE,
            Ground::Missing => Self::MISSING,
            Ground::OutOfRange => Self::RANGE,
            Ground::Malformed => Self::FORM,
            Ground::NotRenewable => Self::NOT_RENEWABLE,
            Ground::NotTransferable => Self::NOT_TRANSFERABLE,
            Ground::Denied => Self::AUTHORIZATION,
            Ground::BadCode => Self::BAD_CODE,
            Ground::NoCode => foreign,
            Ground::TransferPending => Self::TRANSFER_PENDING,
            Ground::NoTransferPending => Self::NO_TRANSFER_PENDING,
            Ground::Exists => Self::EXISTS,
            Ground::NotThere => Self::NOT_THERE,
            Ground::Prohibited => Self::PROHIBITED,
            Ground::InUse => Self::IN_USE,
            Ground::Policy => Self::POLICY,
        }
    }

    /// The words of RFC 5730 for it.
    pub(super) fn words(self) -> &'static str {
        match self.0 {
            1000 => "Command completed successfully",
            1001 => "Command completed successfully; action pending",
            1300 => "Command completed successfully; no messages",
            1301 => "Command completed successfully; ack to dequeue",
            1500 => "Command completed successfully; ending session",
            2000 => "Unknown command",
            2001 => "Command syntax error",
            2002 => "Command use error",
            2003 => "Required parameter missing",
            2004 => "Parameter value range error",
            2005 => "Parameter value syntax error",
            2100 => "Unimplemented protocol version",
            2101 => "Unimplemented command",
            2105 => "Object is not eligible for renewal",
            2106 => "Object is not eligible for transfer",
            2200 => "Authentication error",
            2201 | 2203 => "Authorization error",
            2202 => "Invalid authorization information",
            2300 => "Object pending transfer",
            2301 => "Object not pending transfer",
            2302 => "Object exists",
            2303 => "Object does not exist",
            2304 => "Object status prohibits operation",
            2305 => "Object association prohibits operation",
            2306 => "Parameter value policy error",
            2502 => "Session limit exceeded; server closing connection",
            _ => "Command failed",
        }
    }

    /// The status of an error with it; those that depend on more than the code are the refusal's to say.
    pub(super) fn status(self) -> StatusCode {
        match self.0 {
            2000 | 2303 => StatusCode::NOT_FOUND,
            2001 | 2003 | 2005 | 2100 => StatusCode::BAD_REQUEST,
            2004 | 2306 => StatusCode::UNPROCESSABLE_ENTITY,
            2101 => StatusCode::NOT_IMPLEMENTED,
            2200 => StatusCode::UNAUTHORIZED,
            2201..=2203 => StatusCode::FORBIDDEN,
            2002 | 2105 | 2106 | 2300 | 2301 | 2302 | 2304 | 2305 => StatusCode::CONFLICT,
            2502 => StatusCode::TOO_MANY_REQUESTS,
            1000..=1999 => StatusCode::OK,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn section_1_every_code_has_its_status() {
        for (codes, status) in [
            (&[1000, 1001, 1300, 1301, 1500][..], 200),
            (&[2001, 2003, 2005, 2100], 400),
            (&[2004, 2306], 422),
            (&[2101], 501),
            (&[2200], 401),
            (&[2201, 2202, 2203], 403),
            (&[2303], 404),
            (&[2002, 2105, 2106, 2300, 2301, 2302, 2304, 2305], 409),
            (&[2400], 500),
            (&[2502], 429),
        ] {
            for code in codes {
                assert_eq!(Code(*code).status().as_u16(), status, "{code}");
            }
        }
    }

    #[test]
    fn e1_every_code_has_words_of_its_own() {
        let codes = [
            1000, 1001, 1300, 1301, 1500, 2000, 2001, 2002, 2003, 2004, 2005, 2100, 2101, 2105, 2106, 2200, 2201, 2202,
            2300, 2301, 2302, 2303, 2304, 2305, 2306, 2400, 2502,
        ];
        let mut words: Vec<&str> = codes.iter().map(|code| Code(*code).words()).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), codes.len());
        assert_eq!(Code::FOREIGN.words(), Code::AUTHORIZATION.words());
    }
}
