//! What changed of rules and block list, as the JSON that the history keeps, and that other nodes follow (rules H2, C3).

use std::hash::{Hash, Hasher};

use domesday_domain::history::CHANGES_SPELLED_OUT;
use domesday_domain::tld::{BlockEntry, Description, Tld, TldPattern};
use serde_json::{Value, json};

use crate::stable_hash::StableHasher;

/// What an entry does to the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A rule is stored.
    Add(TldPattern),
    /// A rule is gone.
    Remove(TldPattern),
    /// The block list is another one.
    Blocklist,
}

/// A rule that was made, changed or deleted.
pub(super) fn of_tld(before: Option<&Tld>, after: Option<&Tld>) -> Value {
    let shown = |tld: &Tld| {
        let description = tld.description.as_ref().map(Description::as_str);
        json!({"name": tld.pattern.to_string(), "description": description})
    };
    let id = before.or(after).map(|tld| tld.id);
    json!([{"what": "tld", "id": id, "from": before.map(shown), "to": after.map(shown)}])
}

/// An entry of the block list that was made, changed or deleted.
pub(crate) fn of_block_entry(before: Option<&BlockEntry>, after: Option<&BlockEntry>) -> Value {
    let shown = |entry: &BlockEntry| {
        let description = entry.description.as_ref().map(Description::as_str);
        json!({"pattern": entry.pattern.as_str(), "description": description})
    };
    let id = before.or(after).map(|entry| entry.id);
    json!([{"what": "blocklist", "id": id, "from": before.map(shown), "to": after.map(shown)}])
}

/// The rules that an import brought and took away; of more than [`CHANGES_SPELLED_OUT`] only how many, and a fingerprint of their names.
pub(super) fn of_import(added: &[String], removed: &[String]) -> Value {
    match added.len() + removed.len() <= CHANGES_SPELLED_OUT {
        true => json!([{"what": "tlds", "added": added, "removed": removed}]),
        false => {
            let mut hasher = StableHasher::default();
            (added, removed).hash(&mut hasher);
            let names = format!("{:016x}", hasher.finish());
            json!([{"what": "tlds", "added": added.len(), "removed": removed.len(), "fingerprint": names}])
        }
    }
}

/// What an entry's changes do to the policy, in order; none if they do not spell it out.
pub(super) fn steps(changes: &str) -> Option<Vec<Step>> {
    let changes: Vec<Value> = serde_json::from_str(changes).ok()?;
    let steps: Option<Vec<Vec<Step>>> = changes.iter().map(steps_of).collect();
    Some(steps?.into_iter().flatten().collect())
}

fn steps_of(change: &Value) -> Option<Vec<Step>> {
    let rules = |names: Vec<&Value>| -> Option<Vec<TldPattern>> {
        names.into_iter().map(|name| TldPattern::parse(name.as_str()?).ok()).collect()
    };
    let (removed, added) = match change.get("what")?.as_str()? {
        "blocklist" => return Some(vec![Step::Blocklist]),
        "tld" => {
            let name = |side: &str| change.get(side)?.get("name");
            (name("from").into_iter().collect(), name("to").into_iter().collect())
        }
        "tlds" => {
            let names = |side: &str| change.get(side)?.as_array().map(|names| names.iter().collect());
            (names("removed")?, names("added")?)
        }
        _ => return None,
    };
    let removed = rules(removed)?.into_iter().map(Step::Remove);
    Some(removed.chain(rules(added)?.into_iter().map(Step::Add)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> TldPattern {
        TldPattern::parse(text).unwrap()
    }

    #[test]
    fn c3_an_entry_says_what_it_does_to_the_policy() {
        let spelled = of_import(&["*.bd".into(), "com".into()], &["net".into()]).to_string();
        let expected = vec![Step::Remove(rule("net")), Step::Add(rule("*.bd")), Step::Add(rule("com"))];
        assert_eq!(steps(&spelled), Some(expected));
        let many: Vec<String> = (0..=CHANGES_SPELLED_OUT).map(|number| format!("t{number}")).collect();
        assert_eq!(steps(&of_import(&many, &[]).to_string()), None, "counted, so all is read anew");
        assert_eq!(steps("[]"), Some(Vec::new()));
        assert_eq!(steps(r#"[{"what": "something newer"}]"#), None);
        assert_eq!(steps(r#"[{"what": "blocklist"}]"#), Some(vec![Step::Blocklist]));
    }
}
