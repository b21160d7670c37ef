//! The session face's JSON: what a log-in takes, read strictly, and what a session looks like.
//!
//! The body is not read by serde's derive, which stops at the first wrong member; here each of them is named.

use chrono::{DateTime, SecondsFormat, Utc};
use domesday_app::ports::Principal;
use domesday_app::refusal::{Refusal, Unreadable};
use domesday_app::sessions::{Credentials, OpenedSession};
use domesday_domain::actor::Role;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::body::Strict;
use crate::members::{Fault, Members, text};

/// What a user logs in with.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `read_credentials` takes")]
pub(super) struct LogIn {
    /// The user's login, or `account/login`.
    #[schema(example = "jane")]
    login: String,
    /// The password.
    #[schema(format = "password")]
    password: String,
    /// The account's handle; needed where several accounts have that login.
    #[schema(nullable = false, example = "acme")]
    account: Option<String>,
}

/// A session. For an API key, which is none, `id`, `created` and `expires` are null.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Session {
    /// Its number.
    id: Option<Uuid>,
    /// The token to call with, as in `Authorization: Bearer …`; only in the answer to a log-in.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    /// The account's handle.
    account: String,
    /// The user's login.
    user: String,
    /// What the user may do.
    roles: Vec<&'static str>,
    /// When it was opened.
    #[schema(format = "date-time")]
    created: Option<String>,
    /// When it runs out, used or not.
    #[schema(format = "date-time")]
    expires: Option<String>,
}

impl From<Principal> for Session {
    fn from(Principal { actor, session, .. }: Principal) -> Self {
        Self {
            id: session.as_ref().map(|session| session.id.0),
            token: None,
            account: actor.account_name.to_string(),
            user: actor.login,
            roles: actor.roles.iter().map(Role::as_str).collect(),
            created: session.as_ref().map(|session| instant(session.created)),
            expires: session.as_ref().map(|session| instant(session.expires)),
        }
    }
}

impl From<OpenedSession> for Session {
    fn from(opened: OpenedSession) -> Self {
        Self { token: Some(opened.token), ..Self::from(opened.principal) }
    }
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// Reads a log-in's body.
///
/// # Errors
/// [`Refusal::Unreadable`] when it is no JSON object, [`Refusal::Invalid`] with every member that is unknown, missing or of a wrong type.
pub(super) fn read_credentials(content_type: Option<&str>, body: &[u8]) -> Result<Credentials, Refusal> {
    let essence = content_type.and_then(|text| text.split(';').next()).unwrap_or_default();
    if !essence.trim().eq_ignore_ascii_case("application/json") {
        return Err(unreadable(Unreadable::UnsupportedMediaType, "the body must be application/json"));
    }
    let Strict(value) = serde_json::from_slice(body)
        .map_err(|error| unreadable(Unreadable::Malformed, &format!("the body is not JSON: {error}")))?;
    let Value::Object(members) = value else {
        return Err(unreadable(Unreadable::Malformed, "the body must be an object with `login` and `password`"));
    };

    let mut members = Members::of(members);
    let login = members.required("login", owned_text);
    let password = members.required("password", owned_text);
    let account = members.optional("account", owned_text);
    members.finish().settle(false)?;
    Ok(Credentials { login: login.unwrap_or_default(), password: password.unwrap_or_default(), account })
}

fn owned_text(value: &Value) -> Result<String, Fault> {
    text(value).map(str::to_owned)
}

fn unreadable(how: Unreadable, detail: &str) -> Refusal {
    Refusal::Unreadable { how, detail: detail.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<Credentials, Refusal> {
        read_credentials(Some("application/json; charset=utf-8"), body.as_bytes())
    }

    fn errors(body: &str) -> Vec<String> {
        match read(body) {
            Err(Refusal::Invalid { errors, .. }) => {
                errors.iter().map(|error| format!("{} {}", error.field, error.code)).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_log_in_is_read() {
        let credentials = read(r#"{"login":"jane","password":"p","account":"acme"}"#).unwrap();
        assert_eq!((credentials.login.as_str(), credentials.password.as_str()), ("jane", "p"));
        assert_eq!(credentials.account.as_deref(), Some("acme"));
        assert_eq!(read(r#"{"login":"jane","password":"p"}"#).unwrap().account, None);
    }

    #[test]
    fn every_wrong_member_is_named() {
        assert_eq!(errors("{}"), ["login missing", "password missing"]);
        assert_eq!(
            errors(r#"{"login":5,"pass":"x","account":null}"#),
            ["login wrong_type", "password missing", "account wrong_type", "pass unknown_member"]
        );
    }

    #[test]
    fn a_log_in_that_names_two_users_names_none() {
        for body in [
            r#"{"login":"jane","login":"joe","password":"p"}"#,
            r#"{"login":"jane","password":"p","passwor\u0064":"p"}"#,
        ] {
            assert!(matches!(read(body), Err(Refusal::Unreadable { how: Unreadable::Malformed, .. })), "{body}");
        }
    }

    #[test]
    fn what_is_no_json_object_is_unreadable() {
        for body in ["", "{", "[]", "null", "\"x\"", "{\"login\":\"a\"}x", "\u{feff}{}"] {
            assert!(matches!(read(body), Err(Refusal::Unreadable { how: Unreadable::Malformed, .. })), "{body:?}");
        }
        for content_type in [None, Some(""), Some("text/plain"), Some("application/x-www-form-urlencoded")] {
            let refused = read_credentials(content_type, b"{}");
            assert!(
                matches!(refused, Err(Refusal::Unreadable { how: Unreadable::UnsupportedMediaType, .. })),
                "{content_type:?}"
            );
        }
    }
}
