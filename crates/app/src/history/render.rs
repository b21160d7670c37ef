//! Changes and lifted findings as the JSON that clients see and both databases keep (rule H2).

use domesday_domain::finding::Warning;
use domesday_domain::history::{Change, Changes, SetContent, Value};
use serde_json::{Value as Json, json};

fn value(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Number(number) => json!(number),
        Value::Text(text) => json!(text),
        Value::Flag(flag) => json!(flag),
        Value::List(texts) => json!(texts),
    }
}

fn content(content: Option<&SetContent>) -> Json {
    content.map_or(Json::Null, |content| json!({"ttl": content.ttl, "records": content.records}))
}

fn change(change: &Change) -> Json {
    match change {
        Change::Zone { member, from, to } => json!({"what": "zone", "member": member, "from": value(from), "to": value(to)}),
        Change::RecordSet { name, rtype, from, to } => json!({
            "what": "recordset", "name": name.to_string(), "type": rtype.to_string(),
            "from": content(from.as_ref()), "to": content(to.as_ref()),
        }),
        Change::Delegation { name, from, to } => json!({
            "what": "delegation", "name": name.to_string(), "from": content(from.as_ref()), "to": content(to.as_ref()),
        }),
    }
}

/// What changed.
pub(super) fn changes(changes: &Changes) -> String {
    let rendered = match changes {
        Changes::Each(each) => Json::Array(each.iter().map(change).collect()),
        Changes::Counted { by_type, before, after } => {
            let counts: Vec<Json> = by_type.iter().map(|(rtype, count)| json!({"type": rtype.to_string(), "count": count})).collect();
            json!([{"what": "counts", "recordsets": counts, "sha256_before": before, "sha256_after": after}])
        }
    };
    rendered.to_string()
}

/// What force lifted, or a rule let through.
pub(super) fn forced(warnings: &[Warning]) -> String {
    let rendered: Vec<Json> = warnings
        .iter()
        .map(|warning| json!({"code": warning.code, "subject": warning.subject, "detail": warning.detail}))
        .collect();
    Json::Array(rendered).to_string()
}
