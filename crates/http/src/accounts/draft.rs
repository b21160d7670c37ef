//! What a body says about an account, a user or a key, read as far as it goes; what it may say is in [`super::shapes`].

use domesday_app::accounts::{AccountDraft, AccountUpdate, KeyDraft, KeyUpdate, UserDraft, UserUpdate};
use domesday_domain::actor::{Role, Roles};
use domesday_domain::finding::Findings;
use serde_json::Value;

use crate::members::{Fault, Members, flag, text, wrong_type};

/// An account to be made.
pub(super) fn account(body: &mut Members) -> AccountDraft {
    AccountDraft { name: body.required("name", owned), zones_quota: body.nullable("zones_quota", quota).flatten() }
}

/// Changes of an account.
pub(super) fn account_update(body: &mut Members) -> AccountUpdate {
    AccountUpdate {
        disabled: body.optional("disabled", flag),
        suspended: body.optional("suspended", flag),
        zones_quota: body.nullable("zones_quota", quota),
        believed: believed(body, &["id", "name", "created"]),
    }
}

/// A user to be made.
pub(super) fn user(body: &mut Members) -> UserDraft {
    if !body.has("roles") {
        body.missing("roles");
    }
    UserDraft { login: body.required("login", owned), roles: roles(body), password: body.optional("password", owned) }
}

/// Changes of a user.
pub(super) fn user_update(body: &mut Members) -> UserUpdate {
    UserUpdate {
        roles: roles(body),
        password: body.optional("password", owned),
        disabled: body.optional("disabled", flag),
        believed: believed(body, &["id", "account", "login", "created"]),
    }
}

/// A key to be made.
pub(super) fn key(body: &mut Members) -> KeyDraft {
    KeyDraft { user: body.required("user", owned), label: body.optional("label", owned).unwrap_or_default() }
}

/// Changes of a key.
pub(super) fn key_update(body: &mut Members) -> KeyUpdate {
    KeyUpdate {
        disabled: body.optional("disabled", flag),
        believed: believed(body, &["id", "account", "user", "label", "created"]),
    }
}

fn owned(value: &Value) -> Result<String, Fault> {
    text(value).map(str::to_owned)
}

/// How many zones an account may have.
fn quota(value: &Value) -> Result<i64, Fault> {
    let outside =
        || ("out_of_range", "zones_quota is an integer from -1, which is any number; or null, the default".to_owned());
    match value {
        Value::Number(number) if !number.is_f64() => number.as_i64().filter(|zones| *zones >= -1).ok_or_else(outside),
        _ => Err(wrong_type("an integer or null", value)),
    }
}

/// The members of a change that cannot be changed, as they stand.
fn believed(body: &mut Members, fixed: &[&'static str]) -> Vec<(&'static str, Value)> {
    fixed.iter().filter_map(|member| Some((*member, body.take(member)?))).collect()
}

/// The roles, each named once.
fn roles(body: &mut Members) -> Option<Roles> {
    let mut seen: Vec<Role> = Vec::new();
    let read = body.list("roles", |value, field, findings: &mut Findings| {
        let role =
            text(value).and_then(|word| word.parse::<Role>().map_err(|unknown| ("unknown_role", unknown.to_string())));
        let role = role.and_then(|role| match seen.contains(&role) {
            true => Err(("duplicate", format!("{role} is listed twice"))),
            false => Ok(role),
        });
        let role = role.map_err(|(code, detail)| findings.error(field, code, detail)).ok()?;
        seen.push(role);
        Some(role)
    })?;
    Some(read.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn wrong<T>(read: fn(&mut Members) -> T, body: Value) -> Vec<(String, &'static str)> {
        let Value::Object(fields) = body else { unreachable!() };
        let mut body = Members::of(fields);
        read(&mut body);
        let mut errors: Vec<_> = body.finish().errors().iter().map(|error| (error.field.clone(), error.code)).collect();
        errors.sort();
        errors
    }

    #[test]
    fn z6_every_wrong_member_is_named() {
        let owned = |errors: &[(&str, &'static str)]| -> Vec<(String, &'static str)> {
            errors.iter().map(|(field, code)| ((*field).to_owned(), *code)).collect()
        };
        let worst = json!({"login": 5, "roles": ["king", "admin", "admin", 7], "password": null, "x": 1});
        let expected = [
            ("login", "wrong_type"),
            ("password", "wrong_type"),
            ("roles[0]", "unknown_role"),
            ("roles[2]", "duplicate"),
            ("roles[3]", "wrong_type"),
            ("x", "unknown_member"),
        ];
        assert_eq!(wrong(user, worst), owned(&expected));
        assert_eq!(wrong(user, json!({})), owned(&[("login", "missing"), ("roles", "missing")]));
        assert_eq!(
            wrong(account, json!({"zones_quota": -2})),
            owned(&[("name", "missing"), ("zones_quota", "out_of_range")])
        );
        assert_eq!(wrong(account, json!({"name": "acme", "zones_quota": null})), []);
        assert_eq!(wrong(key, json!({"label": null})), owned(&[("label", "wrong_type"), ("user", "missing")]));
        let changed = json!({"disabled": "yes", "suspended": null, "zones_quota": 1.5, "name": 5});
        let expected = [("disabled", "wrong_type"), ("suspended", "wrong_type"), ("zones_quota", "wrong_type")];
        assert_eq!(wrong(account_update, changed), owned(&expected));
    }
}
