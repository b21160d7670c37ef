//! What a user may do, by the names that the original had for it (rules U3, U4).
//!
//! Which role grants what is `domesday_domain::actor`'s to say; here is only what each name stands for.

use domesday_app::accounts::{Grants, ReadGrants};
use domesday_domain::actor::{Permission, Role};

use crate::dynect::call::Call;
use crate::dynect::format::Tree;
use crate::dynect::operation::Outcome;
use crate::dynect::success::Success;
use crate::dynect::texts;

/// The names, in the order in which they are told, and what is needed for each.
const NAMES: [(&str, Permission); 15] = [
    ("Login", Permission::UseSession),
    ("ZoneGet", Permission::ReadZones),
    ("RecordGet", Permission::ReadZones),
    ("UserGet", Permission::ReadZones),
    ("ContactGet", Permission::ReadContacts),
    ("ZoneAdd", Permission::WriteZones),
    ("ZoneDelete", Permission::WriteZones),
    ("ZonePublish", Permission::WriteZones),
    ("ZoneFreeze", Permission::WriteZones),
    ("ZoneThaw", Permission::WriteZones),
    ("ZoneAddNode", Permission::WriteZones),
    ("ZoneRemoveNode", Permission::WriteZones),
    ("RecordAdd", Permission::WriteZones),
    ("RecordUpdate", Permission::WriteZones),
    ("RecordDelete", Permission::WriteZones),
];

/// `POST /REST/UserPermissionReport/`.
pub(super) async fn of_user(call: &mut Call) -> Outcome {
    let login = call.take(|given| Some(given.text("user_name")))?.filter(|login| !login.is_empty());
    let grants = call.ask(ReadGrants { login }).await?;
    Ok(Success::of(report(grants, |_| true), texts::permissions_found()))
}

/// `POST /REST/CheckPermissionReport/`.
pub(super) async fn check(call: &mut Call) -> Outcome {
    let asked = call.take(|given| given.required_texts("permission"))?;
    let grants = call.ask(ReadGrants { login: None }).await?;
    let is_asked = |name: &str| asked.iter().any(|one| one == name);
    Ok(Success::of(report(grants, is_asked), texts::permissions_found()))
}

/// The names of what somebody may do.
pub(super) fn names(grants: Grants) -> impl Iterator<Item = &'static str> {
    NAMES.into_iter().filter(move |(_, needs)| grants.allow(*needs)).map(|(name, _)| name)
}

/// A report of those names that `is_told`. Nothing is forbidden to anybody by name: what is not allowed is just not there.
fn report(grants: Grants, is_told: impl Fn(&str) -> bool) -> Tree {
    let none = || Tree::List(Vec::new());
    let entry = |name| Tree::map([("name", Tree::from(name)), ("zone", none()), ("reason", none())]);
    let is_admin = grants.roles.contains(Role::Admin);
    Tree::map([
        ("allowed", names(grants).filter(|name| is_told(name)).map(entry).collect()),
        ("forbidden", none()),
        ("admin_override", if is_admin { "1" } else { "0" }.into()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dynect::format::{Format, write};

    const READER: &str = "Login ZoneGet RecordGet UserGet ContactGet";
    const HOSTMASTER: &str = concat!(
        "Login ZoneGet RecordGet UserGet ContactGet ZoneAdd ZoneDelete ZonePublish ZoneFreeze ZoneThaw ZoneAddNode ",
        "ZoneRemoveNode RecordAdd RecordUpdate RecordDelete"
    );

    fn grants(roles: &[Role], suspended: bool) -> Grants {
        Grants { roles: roles.iter().copied().collect(), suspended }
    }

    fn told(roles: &[Role], suspended: bool) -> String {
        names(grants(roles, suspended)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn u4_names_follow_from_roles() {
        for (roles, expected) in [
            (&[Role::Reader][..], READER),
            (&[Role::Hostmaster], HOSTMASTER),
            (&[Role::Admin], HOSTMASTER),
            (&[Role::Registrar], "Login ContactGet"),
            (&[Role::Attestor], "Login"),
            (&[Role::Registrar, Role::Reader], READER),
            (&[], ""),
        ] {
            assert_eq!(told(roles, false), expected, "{roles:?}");
        }
    }

    #[test]
    fn u4_in_a_suspended_account_nobody_writes() {
        assert_eq!(told(&[Role::Hostmaster], true), READER);
        assert_eq!(told(&[Role::Registrar], true), "Login ContactGet");
    }

    #[test]
    fn u3_a_report_names_what_is_allowed_and_only_an_admin_overrides() {
        let attestor = report(grants(&[Role::Attestor], false), |_| true);
        let expected = concat!(
            r#"{"allowed": [{"name": "Login", "zone": [], "reason": []}], "forbidden": [], "#,
            r#""admin_override": "0"}"#
        );
        assert_eq!(write(Format::Json, &attestor), expected);
        let admin = report(grants(&[Role::Admin, Role::Reader], false), |_| true);
        assert_eq!(admin.get("admin_override"), Some(&Tree::from("1")));
    }

    #[test]
    fn u3_a_check_tells_only_what_is_asked() {
        let checked = report(grants(&[Role::Reader], false), |name| ["ZoneAdd", "RecordGet", "DSFGet"].contains(&name));
        let allowed = checked.get("allowed");
        let expected = Tree::map([
            ("name", Tree::from("RecordGet")),
            ("zone", Tree::List(Vec::new())),
            ("reason", Tree::List(Vec::new())),
        ]);
        assert_eq!(allowed, Some(&Tree::List(vec![expected])));
    }
}
