//! What changed of a policy or its names, as the JSON that the history keeps.

use domesday_domain::policy::{PolicyVersion, SpecialName, Value};
use domesday_domain::tld::TldPattern;
use serde_json::{Map, Value as Json, json};

/// A policy that was made, replaced, changed or deleted. Of one that was there before and after, the members that differ.
pub(super) fn of_policy(rule: &TldPattern, before: Option<&PolicyVersion>, after: Option<&PolicyVersion>) -> Json {
    let (mut from, mut to) = (before.map(shown_policy), after.map(shown_policy));
    if let (Some(from), Some(to)) = (&mut from, &mut to) {
        let same = |(member, value): (&String, &Json)| (to.get(member) == Some(value)).then(|| member.clone());
        for member in from.iter().filter_map(same).collect::<Vec<String>>() {
            from.remove(&member);
            to.remove(&member);
        }
    }
    json!({"what": "policy", "name": rule.to_string(), "from": from, "to": to})
}

/// An entry about names that was made, changed or deleted.
pub(super) fn of_name(before: Option<&SpecialName>, after: Option<&SpecialName>) -> Json {
    let pattern = before.or(after).map(|name| name.pattern.to_string());
    json!({"what": "special_name", "name": pattern, "from": before.map(shown_name), "to": after.map(shown_name)})
}

/// An entry about names, as it is shown.
pub(super) fn shown_name(name: &SpecialName) -> Json {
    name.members().iter().map(|(member, value)| ((*member).to_owned(), json(value))).collect()
}

fn shown_policy(version: &PolicyVersion) -> Map<String, Json> {
    let members = version.policy.members();
    let members = members.iter().map(|(member, value)| ((*member).to_owned(), json(value)));
    [("preset".to_owned(), version.preset.to_string().into())].into_iter().chain(members).collect()
}

fn json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Flag(flag) => (*flag).into(),
        Value::Number(number) => (*number).into(),
        // No policy and no entry shows one: amounts are texts.
        Value::Decimal(text) | Value::Text(text) => text.as_str().into(),
        Value::List(values) => values.iter().map(json).collect(),
        Value::Members(members) => members.iter().map(|(member, value)| (member.clone(), json(value))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domesday_domain::policy::PolicyPatch;

    use super::*;

    fn patch(members: &[(&str, Value)]) -> PolicyPatch {
        let members = members.iter().map(|(member, value)| ((*member).to_owned(), value.clone())).collect();
        PolicyPatch::read(&Value::Members(members))
    }

    #[test]
    fn a_change_tells_the_members_that_differ_and_a_beginning_and_an_end_all_of_them() {
        let rule = TldPattern::parse("*.bd").unwrap();
        let now = DateTime::UNIX_EPOCH;
        let st = PolicyVersion::create(&patch(&[("preset", "st".into())]), now).unwrap();
        let changed = st.patched(&patch(&[("min_ns", Value::Number(2)), ("sink", "X.invalid".into())]), now);
        let changed = changed.unwrap().unwrap();
        let told = of_policy(&rule, Some(&st), Some(&changed));
        let expected = json!({
            "what": "policy", "name": "*.bd",
            "from": {"min_ns": 0, "sink": null}, "to": {"min_ns": 2, "sink": "x.invalid"},
        });
        assert_eq!(told, expected);
        let made = of_policy(&rule, None, Some(&st));
        assert_eq!(
            (&made["from"], &made["to"]["preset"], &made["to"]["months"]),
            (&json!(null), &json!("st"), &json!(true))
        );
        assert_eq!(made["to"].as_object().unwrap().len(), st.policy.members().len() + 1);
        assert_eq!(of_policy(&rule, Some(&st), None)["from"], made["to"]);
    }

    #[test]
    fn an_entry_is_told_as_it_is_shown() {
        let fee = Value::Members(vec![("amount".into(), "250.00".into()), ("currency".into(), "eur".into())]);
        let members = Value::Members(vec![("kind".into(), "premium".into()), ("fee".into(), fee)]);
        let name = SpecialName::read("??", &members).unwrap();
        let to = json!({
            "match": "??", "kind": "premium", "account": null, "fee": {"amount": "250.00", "currency": "EUR"}, "reason": null,
        });
        assert_eq!(of_name(None, Some(&name)), json!({"what": "special_name", "name": "??", "from": null, "to": to}));
    }
}
