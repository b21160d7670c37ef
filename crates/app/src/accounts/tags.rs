//! Entity tags of accounts, users and keys, made of all that may differ about them: no row of theirs counts its changes.

use std::hash::{Hash, Hasher};

use domesday_domain::account::{Account, ApiKey, User};
use domesday_domain::precondition::{Precondition, Tag, Verdict};

use crate::refusal::Refusal;
use crate::stable_hash::StableHasher;

fn tag(kind: char, id: i64, of: &impl Hash) -> Tag {
    let mut hasher = StableHasher::default();
    of.hash(&mut hasher);
    // Never negative, so that a tag reads like any other.
    Tag::Object { kind, id, revision: (hasher.finish() >> 1).cast_signed(), state: 0 }
}

/// The tag of an account.
pub fn tag_of_account(account: &Account) -> Tag {
    tag('A', account.id.0, &(account.disabled, account.suspended, account.zones_quota))
}

/// The tag of a user: another one with another password, too.
pub(super) fn tag_of_user(user: &User, password_hash: Option<&str>) -> Tag {
    tag('U', user.id.0, &(user.roles.bits(), user.disabled, password_hash))
}

/// The tag of a key.
pub fn tag_of_key(key: &ApiKey) -> Tag {
    tag('K', key.id, &(key.disabled, &key.label))
}

/// Rule Z3: a condition must be put, and hold.
///
/// # Errors
/// 428 if none was put, 412 if it does not hold; `what` is what it is about.
pub(super) fn check_condition(precondition: &Precondition, current: Tag, what: &str) -> Result<(), Refusal> {
    match precondition.judge(Some(current)) {
        Verdict::Holds => Ok(()),
        Verdict::Fails => Err(Refusal::Stale { current: Some(current) }),
        Verdict::NotGiven => {
            let detail = format!("send If-Match with the ETag of the {what} as you have read it");
            Err(Refusal::PreconditionMissing { detail })
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domesday_domain::account::{AccountId, UserId};
    use domesday_domain::actor::Roles;

    use super::*;

    #[test]
    fn z4_whatever_differs_makes_another_tag() {
        let user = User {
            id: UserId(7),
            account: AccountId(1),
            login: "jane".into(),
            roles: Roles::all(),
            disabled: false,
            created: DateTime::UNIX_EPOCH,
        };
        let tags = [
            tag_of_user(&user, None),
            tag_of_user(&user, Some("h")),
            tag_of_user(&user, Some("i")),
            tag_of_user(&User { disabled: true, ..user.clone() }, None),
            tag_of_user(&User { roles: Roles::default(), ..user.clone() }, None),
            tag_of_user(&User { id: UserId(8), ..user.clone() }, None),
        ];
        let texts: std::collections::HashSet<String> = tags.iter().map(ToString::to_string).collect();
        assert_eq!(texts.len(), tags.len());
        assert_eq!(tag_of_user(&user, Some("h")), tags[1], "the same state has the same tag");
        assert!(texts.iter().all(|text| !text.contains("--")), "{texts:?}");
    }
}
