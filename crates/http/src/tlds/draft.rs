//! Rules and entries of the block list as a request gives them: every wrong member is named (rules T1, T6).

use domesday_app::blocklist::BlockDraft;
use domesday_app::tlds::TldDraft;
use domesday_domain::tld::{BlockPatch, BlockPattern, Description, TldPatch, TldPattern};
use serde_json::Value;
use uuid::Uuid;

use super::form::{self, Form};
use crate::members::{Fault, Members, text};

/// Members that the system sets.
const READ_ONLY: [&str; 5] = ["id", "created_at", "updated_at", "version", "links"];

/// The marks that separate labels (rule N1).
const DOTS: [char; 4] = ['.', '\u{3002}', '\u{ff0e}', '\u{ff61}'];

/// A new rule.
pub(super) fn tld(form: Form, members: &mut Members) -> TldDraft {
    refuse_read_only(members);
    TldDraft {
        pattern: members.required("name", |value| name(form, value)),
        description: members.nullable("description", description).flatten(),
    }
}

/// Changes of the rule with this id.
pub(super) fn tld_patch(form: Form, id: Uuid, members: &mut Members) -> TldPatch {
    ignore_own(id, members);
    refuse_read_only(members);
    TldPatch {
        pattern: members.optional("name", |value| name(form, value)),
        description: members.nullable("description", description),
    }
}

/// A new entry of the block list.
pub(super) fn entry(members: &mut Members) -> BlockDraft {
    refuse_read_only(members);
    BlockDraft {
        pattern: members.required("pattern", pattern),
        description: members.nullable("description", description).flatten(),
    }
}

/// Changes of the entry with this id.
pub(super) fn entry_patch(id: Uuid, members: &mut Members) -> BlockPatch {
    ignore_own(id, members);
    refuse_read_only(members);
    BlockPatch {
        pattern: members.optional("pattern", pattern),
        description: members.nullable("description", description),
    }
}

/// A description.
pub(super) fn description(value: &Value) -> Result<Description, Fault> {
    Description::parse(text(value)?).map_err(|problem| ("bad_description", problem.to_string()))
}

fn name(form: Form, value: &Value) -> Result<TldPattern, Fault> {
    let text = text(value)?;
    if form == Form::OpenStack && text.ends_with(DOTS) {
        return Err(("bad_name", "a TLD is written without a final dot".to_owned()));
    }
    TldPattern::parse(text).map_err(|problem| ("bad_name", problem.to_string()))
}

fn pattern(value: &Value) -> Result<BlockPattern, Fault> {
    BlockPattern::parse(text(value)?).map_err(|problem| ("bad_pattern", problem.to_string()))
}

fn refuse_read_only(members: &mut Members) {
    for member in READ_ONLY {
        if members.take(member).is_some() {
            members.wrong(member, ("read_only", format!("{member} is set by the system")));
        }
    }
}

/// Takes an id away that is the row's own.
fn ignore_own(id: Uuid, members: &mut Members) {
    if members.part("id").is_some_and(|given| given.as_str().and_then(form::id) == Some(id)) {
        members.take("id");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn wrong<T>(body: Value, read: impl FnOnce(&mut Members) -> T) -> Vec<(String, &'static str)> {
        let Value::Object(fields) = body else { unreachable!() };
        let mut members = Members::of(fields);
        read(&mut members);
        members.finish().errors().iter().map(|error| (error.field.clone(), error.code)).collect()
    }

    #[test]
    fn t1_every_wrong_member_is_named_at_once() {
        let body = json!({
            "id": 1, "created_at": "x", "updated_at": null, "version": 1, "links": {}, "junk": 1, "description": 5
        });
        let found = wrong(body, |members| tld(Form::Own, members));
        let expected = [
            ("id", "read_only"),
            ("created_at", "read_only"),
            ("updated_at", "read_only"),
            ("version", "read_only"),
            ("links", "read_only"),
            ("name", "missing"),
            ("description", "wrong_type"),
            ("junk", "unknown_member"),
        ];
        assert_eq!(found, expected.map(|(field, code)| (field.to_owned(), code)));
        for name in [json!(5), json!(null), json!(["com"])] {
            let found = wrong(json!({"name": name}), |members| tld(Form::Own, members));
            assert_eq!(found, [("name".to_owned(), "wrong_type")]);
        }
    }

    #[test]
    fn section_2_a_final_dot_is_dropped_on_one_form_and_refused_on_the_other() {
        for dot in DOTS {
            let written = json!(format!("com{dot}"));
            assert_eq!(name(Form::Own, &written).unwrap().to_string(), "com", "{written}");
            assert_eq!(name(Form::OpenStack, &written).unwrap_err().0, "bad_name", "{written}");
        }
    }

    #[test]
    fn t6_null_clears_a_description_and_the_own_id_is_ignored() {
        let id = Uuid::from_u128(0xab);
        let Value::Object(fields) = json!({"description": null, "id": id.simple().to_string().to_uppercase()}) else {
            unreachable!()
        };
        let mut members = Members::of(fields);
        let patch = tld_patch(Form::OpenStack, id, &mut members);
        assert_eq!(patch, TldPatch { pattern: None, description: Some(None) });
        assert!(members.finish().is_clean());
        for other in [json!(Uuid::from_u128(0xac)), json!(null), json!(171)] {
            let found = wrong(json!({"id": other}), |members| entry_patch(id, members));
            assert_eq!(found, [("id".to_owned(), "read_only")]);
        }
    }
}
