//! What was left out of an answer, told one by one (RFC 9537, rule R10).

use domesday_domain::contact::ContactRole;

use super::jcard::Hidden;
use super::settings::RdapProfile;
use super::shapes::{Reason, Redacted, RedactedName};

/// Names that ICANN has registered at IANA for what is left out; others are descriptions.
const REGISTERED: [&str; 11] = [
    "Registrant Name",
    "Registrant Organization",
    "Registrant Street",
    "Registrant City",
    "Registrant Postal Code",
    "Registrant Phone",
    "Registrant Fax",
    "Registrant Email",
    "Tech Name",
    "Tech Phone",
    "Tech Email",
];

/// What is hidden of one entity, once for each of its roles. `place` is the entity's: `$.entities[1]`, or `$`.
pub(super) fn tell<'a>(
    hidden: &'a [Hidden],
    roles: &'a [ContactRole],
    place: &'a str,
    profile: RdapProfile,
) -> impl Iterator<Item = Redacted> {
    roles.iter().flat_map(move |role| {
        hidden.iter().map(move |hidden| {
            let path = Some(format!("{place}.vcardArray[1]{}", hidden.path));
            let (pre_path, post_path) = if hidden.is_emptied { (None, path) } else { (path, None) };
            Redacted {
                name: name(format!("{} {}", owner(*role), hidden.name), profile),
                pre_path,
                post_path,
                path_lang: "jsonpath",
                method: if hidden.is_emptied { "emptyValue" } else { "removal" },
                reason: Reason { description: "Server policy" },
            }
        })
    })
}

fn name(text: String, profile: RdapProfile) -> RedactedName {
    match profile {
        RdapProfile::Icann if REGISTERED.contains(&text.as_str()) => RedactedName::Type(text),
        _ => RedactedName::Description(text),
    }
}

fn owner(role: ContactRole) -> &'static str {
    match role.shown_as() {
        ContactRole::Admin => "Admin",
        ContactRole::Tech => "Tech",
        ContactRole::Billing => "Billing",
        _ => "Registrant",
    }
}
