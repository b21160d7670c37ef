//! The users of the caller's account (rule U1): read here, and kept by whoever administers the registry.

use domesday_app::accounts::{ListOwnUsers, OwnUser, ReadOwnUser};

use super::permissions;
use super::search::Listing;
use crate::dynect::call::Call;
use crate::dynect::format::Tree;
use crate::dynect::operation::Outcome;
use crate::dynect::success::Success;
use crate::dynect::texts;
use crate::paths;

/// The fields that are texts.
const TEXTS: [&str; 8] =
    ["user_name", "nickname", "first_name", "last_name", "email", "phone", "organization", "status"];

/// `GET /REST/User/`.
pub(super) async fn list(call: &mut Call) -> Outcome {
    let listing = call.take(|given| Some(Listing::take(given, &TEXTS)))?;
    let users = call.ask(ListOwnUsers).await?;
    let shown: Vec<Tree> = users.iter().filter_map(|user| listing.show(whole(user), uri(user))).collect();
    let count = shown.len();
    Ok(Success::of(Tree::List(shown), texts::users_listed(count)))
}

/// `GET /REST/User/{login}/`.
pub(super) async fn read(call: &mut Call) -> Outcome {
    let user = call.ask(ReadOwnUser { login: call.part(0).to_owned() }).await?;
    Ok(Success::of(whole(&user), texts::user_found()))
}

/// Every other method.
pub(super) async fn refuse(_: &mut Call) -> Outcome {
    Err(texts::read_only("User"))
}

fn uri(user: &OwnUser) -> String {
    format!("/REST/User/{}/", paths::escaped(&user.user.login))
}

/// A user as they are shown. The registry knows no person behind a login: what it does not know is an empty text.
fn whole(user: &OwnUser) -> Tree {
    let OwnUser { user, grants, organization } = user;
    let (unknown, none) = (|| Tree::from(""), || Tree::List(Vec::new()));
    Tree::map([
        ("user_name", Tree::from(user.login.as_str())),
        ("nickname", unknown()),
        ("first_name", unknown()),
        ("last_name", unknown()),
        ("email", unknown()),
        ("phone", unknown()),
        ("organization", organization.as_deref().unwrap_or_default().into()),
        ("status", if user.disabled { "blocked" } else { "active" }.into()),
        ("group_name", none()),
        ("permission", Tree::list(permissions::names(*grants))),
        ("zone", none()),
        ("forbid", none()),
    ])
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domesday_app::accounts::Grants;
    use domesday_domain::account::{AccountId, User, UserId};
    use domesday_domain::actor::{Role, Roles};

    use super::*;
    use crate::dynect::format::{Format, write};

    fn user(login: &str, disabled: bool) -> OwnUser {
        let roles: Roles = [Role::Reader].into_iter().collect();
        let (id, account, login) = (UserId(7), AccountId(1), login.into());
        OwnUser {
            user: User { id, account, login, roles, disabled, created: DateTime::UNIX_EPOCH },
            grants: Grants { roles, suspended: false },
            organization: None,
        }
    }

    #[test]
    fn u1_what_is_unknown_of_a_user_is_an_empty_text_and_no_list_is_null() {
        let expected = concat!(
            r#"{"user_name": "jane", "nickname": "", "first_name": "", "last_name": "", "email": "", "phone": "", "#,
            r#""organization": "", "status": "active", "group_name": [], "#,
            r#""permission": ["Login", "ZoneGet", "RecordGet", "UserGet", "ContactGet"], "zone": [], "forbid": []}"#
        );
        assert_eq!(write(Format::Json, &whole(&user("jane", false))), expected);
    }

    #[test]
    fn u1_a_user_who_is_disabled_is_blocked_and_their_account_is_an_organisation() {
        let user = OwnUser { organization: Some("Acme Ltd".into()), ..user("jane", true) };
        let shown = whole(&user);
        assert_eq!(shown.get("status"), Some(&Tree::from("blocked")));
        assert_eq!(shown.get("organization"), Some(&Tree::from("Acme Ltd")));
    }

    #[test]
    fn u1_every_field_that_is_searched_is_a_text() {
        let shown = whole(&user("jane", false));
        let Tree::Map(members) = &shown else { unreachable!() };
        let texts: Vec<&str> =
            members.iter().filter(|(_, value)| matches!(value, Tree::Text(_))).map(|(name, _)| name.as_str()).collect();
        assert_eq!(texts, TEXTS);
    }

    #[test]
    fn w1_a_login_is_one_part_of_a_path() {
        for (login, path) in [
            ("jane", "/REST/User/jane/"),
            ("jane@x.org", "/REST/User/jane@x.org/"),
            ("ä?#%", "/REST/User/%C3%A4%3F%23%25/"),
        ] {
            assert_eq!(uri(&user(login, false)), path);
        }
    }
}
