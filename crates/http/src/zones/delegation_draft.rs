//! A delegation as a body describes it (rules D17, Z5, Z8).

use std::net::IpAddr;

use domesday_app::delegations::{DelegationDraft, DelegationUpdate, MAX_COMMENT};
use domesday_dns::Name;
use domesday_domain::history::Value as Believed;
use domesday_domain::name::ZoneName;
use serde_json::Value;

use super::{draft, values};
use crate::members::{Fault, Members, text, wrong_type};

/// Members that nobody changes; a PUT or PATCH may say what they are (rule Z5).
const READ_ONLY: [&str; 6] = ["name", "unicode", "origin", "created", "updated", "etag"];

/// A delegation to make.
pub(super) fn draft(zone: &ZoneName, body: &mut Members) -> DelegationDraft {
    DelegationDraft {
        name: body.required("name", |value| name(zone, value)),
        ns: {
            require_servers(body);
            draft::name_servers(body)
        },
        ttl: values::ttl(body).flatten(),
        comment: body.nullable("comment", comment).flatten(),
    }
}

/// All that a delegation shall be: what is left out becomes null, but for its name servers.
pub(super) fn content(body: &mut Members) -> DelegationUpdate {
    require_servers(body);
    let update = update(body);
    DelegationUpdate { ttl: Some(update.ttl.flatten()), comment: Some(update.comment.flatten()), ..update }
}

/// Members of a delegation to change.
pub(super) fn update(body: &mut Members) -> DelegationUpdate {
    let glue = glue(body);
    DelegationUpdate {
        ns: draft::name_servers(body),
        ttl: values::ttl(body),
        comment: body.nullable("comment", comment),
        read_only: READ_ONLY.into_iter().filter_map(|member| Some((member, believed(body, member)?))).collect(),
        glue,
    }
}

fn require_servers(body: &mut Members) {
    if !body.has("ns") {
        body.missing("ns");
    }
}

/// The delegated name, absolute; whether it is below the zone is the command's to say.
fn name(zone: &ZoneName, value: &Value) -> Result<Name, Fault> {
    match text(value)? {
        "@" => Ok(zone.as_name().clone()),
        name => Name::parse(name).map_err(|problem| ("bad_name", problem.to_string())),
    }
}

/// A remark: short, and one line.
fn comment(value: &Value) -> Result<String, Fault> {
    let comment = text(value)?;
    if comment.chars().any(char::is_control) {
        return Err(("bad_value", "a comment has no control characters".to_owned()));
    }
    let length = comment.chars().count();
    if length > MAX_COMMENT {
        return Err(("out_of_range", format!("a comment has at most {MAX_COMMENT} characters, not {length}")));
    }
    Ok(comment.to_owned())
}

/// What the caller believes the glue of the name servers to be: taken out of `ns`, where only answers have it.
fn glue(body: &mut Members) -> Vec<(usize, Vec<IpAddr>)> {
    let Some(Value::Array(servers)) = body.part("ns") else { return Vec::new() };
    let taken = |(place, server): (usize, &mut Value)| Some((place, server.as_object_mut()?.remove("glue")?));
    let taken: Vec<(usize, Value)> = servers.iter_mut().enumerate().filter_map(taken).collect();
    let mut glue = Vec::new();
    for (place, value) in taken {
        match addresses(&value) {
            Some(addresses) => glue.push((place, addresses)),
            None => body.wrong(&format!("ns[{place}].glue"), wrong_type("a list of addresses", &value)),
        }
    }
    glue
}

fn addresses(value: &Value) -> Option<Vec<IpAddr>> {
    value.as_array()?.iter().map(|address| address.as_str()?.parse().ok()).collect()
}

/// What the caller believes a read-only member to be. The name counts in any spelling.
fn believed(body: &mut Members, member: &'static str) -> Option<Believed> {
    let value = body.take(member)?;
    Some(match value {
        Value::String(text) if member == "name" => {
            Believed::Text(Name::parse(&text).map_or(text, |name| name.to_string()))
        }
        Value::String(text) => Believed::Text(text),
        Value::Null => Believed::Null,
        // All of them are texts: what is none differs.
        _ => Believed::List(Vec::new()),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn wrong(read: impl FnOnce(&mut Members), body: Value) -> Vec<(String, &'static str)> {
        let Value::Object(fields) = body else { unreachable!() };
        let mut body = Members::of(fields);
        read(&mut body);
        body.finish().errors().iter().map(|error| (error.field.clone(), error.code)).collect()
    }

    #[test]
    fn a_comment_is_one_line_of_at_most_200_characters() {
        for (comment_, code) in [
            (json!(5), "wrong_type"),
            (json!("a\nb"), "bad_value"),
            (json!("\u{85}"), "bad_value"),
            (json!("ü".repeat(201)), "out_of_range"),
        ] {
            assert_eq!(comment(&comment_).unwrap_err().0, code, "{comment_}");
        }
        assert!(comment(&json!("ü".repeat(200))).is_ok() && comment(&json!("")).is_ok());
    }

    #[test]
    fn only_the_name_servers_are_needed_to_replace_one() {
        let read = |body: &mut Members| {
            content(body);
        };
        assert_eq!(wrong(read, json!({})), [("ns".to_owned(), "missing")]);
        assert_eq!(wrong(read, json!({"ns": ["a.net"], "ttl": null, "comment": null})), []);
    }

    #[test]
    fn glue_stands_in_what_was_read_and_nowhere_else() {
        let body = || json!({"ns": ["a.net", {"name": "b.net", "glue": ["192.0.2.1"]}]});
        let Value::Object(fields) = body() else { unreachable!() };
        let read = update(&mut Members::of(fields));
        assert_eq!(read.glue, [(1, vec!["192.0.2.1".parse().unwrap()])]);
        let zone = ZoneName::parse("example.org").unwrap();
        let make = |body: &mut Members| {
            draft(&zone, body);
        };
        assert!(wrong(make, body()).contains(&("ns[1].glue".to_owned(), "unknown_member")));
        let change = |body: &mut Members| {
            update(body);
        };
        assert_eq!(
            wrong(change, json!({"ns": [{"name": "b.net", "glue": [5]}]})),
            [("ns[0].glue".to_owned(), "wrong_type")]
        );
    }
}
