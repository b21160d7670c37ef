//! How each face tells that the database is away, and that it does not know what became of a change.

use domesday_tests::client::Answer;
use serde_json::Value;

/// A form of refusals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Problem details: zones, sessions, accounts, histories, entities.
    Problem,
    /// The rules about TLDs, and OpenStack's quotas.
    Designate,
    /// Clients written for mreg.
    Mreg,
    /// Registrars.
    Registrar,
    /// DynECT.
    Dynect,
    /// RDAP.
    Rdap,
}

impl Form {
    const ALL: [Self; 6] = [Self::Problem, Self::Designate, Self::Mreg, Self::Registrar, Self::Dynect, Self::Rdap];

    /// Whether the answer says in this form that nothing was done and when to try again.
    pub(super) fn is_busy(self, answer: &Answer) -> bool {
        let seconds = answer.header("retry-after").and_then(|text| text.parse::<u64>().ok());
        answer.status == 503 && seconds.is_some_and(|seconds| seconds > 0) && self.says(answer, Self::busy)
    }

    /// Whether the answer says in this form that a change may or may not have been kept.
    fn is_unknown(self, answer: &Answer) -> bool {
        answer.status == 500 && self.says(answer, Self::unknown)
    }

    fn says(self, answer: &Answer, words: fn(Self, &Value) -> bool) -> bool {
        let kind = answer.header("content-type");
        let fits = match self {
            Self::Problem => kind == Some("application/problem+json"),
            Self::Rdap => kind == Some("application/rdap+json"),
            _ => kind.is_some_and(|kind| kind.starts_with("application/json")),
        };
        fits && serde_json::from_slice(&answer.body).is_ok_and(|body| words(self, &body))
    }

    fn busy(self, body: &Value) -> bool {
        match self {
            Self::Problem => body["code"] == "busy" && body["type"] == "/problems/busy" && body["status"] == 503,
            Self::Designate => body["type"] == "service_unavailable" && body["code"] == 503,
            Self::Mreg => body["type"] == "server_error" && body["errors"][0]["code"] == "busy",
            Self::Registrar => body["code"] == 2400 && body["errors"][0]["reason"] == "busy",
            Self::Dynect => body["status"] == "failure" && body["msgs"][0]["ERR_CD"] == "SERVICE_UNAVAILABLE",
            Self::Rdap => body["errorCode"] == 503,
        }
    }

    fn unknown(self, body: &Value) -> bool {
        match self {
            Self::Problem => body["code"] == "outcome_unknown" && body["status"] == 500,
            Self::Designate => {
                body["message"].as_str().is_some_and(|said| said.contains("whether the change was kept"))
            }
            Self::Mreg => body["errors"][0]["code"] == "outcome_unknown",
            Self::Registrar => body["code"] == 2400 && body["errors"][0]["reason"] == "outcome-unknown",
            Self::Dynect => {
                let said = body["msgs"][0]["INFO"].as_str().unwrap_or_default();
                body["msgs"][0]["ERR_CD"] == "UNKNOWN_ERROR" && said.contains("Outcome not known yet, get /REST/Job/")
            }
            // It changes nothing.
            Self::Rdap => false,
        }
    }
}

/// A success, if it is one; else none. Panics if there was no answer, or one that tells neither to try again nor that the outcome is unknown.
pub(super) fn told(answer: Result<Answer, String>) -> Option<Answer> {
    let answer = answer.unwrap_or_else(|error| panic!("a server that runs did not answer: {error}"));
    if answer.is_success() {
        return Some(answer);
    }
    assert!(Form::ALL.iter().any(|form| form.is_busy(&answer) || form.is_unknown(&answer)), "{answer}");
    None
}
