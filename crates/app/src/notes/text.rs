//! What the note of an entry says: what changed, node by node, then what the user wrote (`dynect.md` N1).
//!
//! The changes are read from the entry's own JSON (`zones.md` H2). Where those are only counted, so they are here.

use std::collections::BTreeMap;

use domesday_dns::Name;
use serde::Deserialize;
use serde::de::Error as _;
use serde_json::Value;

use crate::ports::Entry;

/// How many changes are told; of more it is said how many.
const TOLD: usize = 100;

/// One change, as entries keep it.
#[derive(Deserialize)]
#[serde(tag = "what", rename_all = "lowercase")]
enum Kept {
    Zone {
        member: String,
        #[serde(default)]
        from: Value,
        #[serde(default)]
        to: Value,
    },
    #[serde(alias = "delegation")]
    RecordSet {
        name: String,
        #[serde(rename = "type", default = "ns")]
        rtype: String,
        from: Option<Content>,
        to: Option<Content>,
    },
    RecordSets {
        #[serde(rename = "type")]
        rtype: String,
        count: u64,
    },
    #[serde(other)]
    Else,
}

/// What a set held.
#[derive(Default, Deserialize)]
struct Content {
    ttl: Option<u32>,
    records: Vec<String>,
}

/// The type of a delegation.
fn ns() -> String {
    "NS".to_owned()
}

/// The lines of each node, in canonical order of the nodes.
#[derive(Default)]
struct Nodes(BTreeMap<Name, Vec<String>>);

impl Nodes {
    fn tell(&mut self, node: &Name, lines: impl IntoIterator<Item = String>) {
        let mut lines = lines.into_iter().peekable();
        if lines.peek().is_some() {
            self.0.entry(node.clone()).or_default().extend(lines);
        }
    }

    /// Values that went, and values that came.
    fn tell_values(&mut self, node: &Name, rtype: &str, before: &[String], after: &[String]) {
        let gone = before.iter().filter(|value| !after.contains(value)).map(|value| format!(" del {rtype} {value}"));
        let come = after.iter().filter(|value| !before.contains(value)).map(|value| format!(" add {rtype} {value}"));
        self.tell(node, gone.chain(come));
    }

    fn tell_set(&mut self, node: &Name, rtype: &str, from: Option<Content>, to: Option<Content>) {
        let ttl = from.as_ref().zip(to.as_ref()).filter(|(from, to)| from.ttl != to.ttl).map(|(_, to)| to.ttl);
        self.tell_values(node, rtype, &from.unwrap_or_default().records, &to.unwrap_or_default().records);
        let ttl = ttl.map(|ttl| ttl.map_or_else(|| "default".to_owned(), |seconds| seconds.to_string()));
        self.tell(node, ttl.map(|ttl| format!(" set {rtype} ttl {ttl}")));
    }

    fn tell_member(&mut self, apex: &Name, member: &str, from: &Value, to: &Value) {
        if member == "ns" {
            return self.tell_values(apex, "NS", &hosts(from), &hosts(to));
        }
        let shown = match to {
            Value::Null => "default".to_owned(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        self.tell(apex, (from != to).then(|| format!(" set {member} {shown}")));
    }

    /// All lines, as far as they are told.
    fn into_lines(self) -> Vec<String> {
        let count: usize = self.0.values().map(Vec::len).sum();
        let mut room = TOLD;
        let mut lines = Vec::new();
        for (node, of_node) in self.0 {
            if room == 0 {
                break;
            }
            lines.push(node.to_string());
            lines.extend(of_node.into_iter().take(room).inspect(|_| room -= 1));
        }
        if count > TOLD {
            lines.push(format!(" … and {} more", count - TOLD));
        }
        lines
    }
}

/// Name servers of a list, as their records show them.
fn hosts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(|host| format!("{host}.")).collect()
}

/// The note of an entry.
///
/// # Errors
/// The entry is damaged.
pub(super) fn of(entry: &Entry) -> serde_json::Result<String> {
    let kept: Vec<Kept> = serde_json::from_str(&entry.changes)?;
    let mut nodes = Nodes::default();
    for change in kept {
        match change {
            // Of a zone that goes its records are told.
            Kept::Zone { member, to: Value::Null, .. } if member != "ns" && entry.serial_after.is_none() => {}
            Kept::Zone { member, from, to } => nodes.tell_member(&entry.zone, &member, &from, &to),
            Kept::RecordSet { name, rtype, from, to } => {
                let node = Name::parse(&name).map_err(serde_json::Error::custom)?;
                nodes.tell_set(&node, &rtype, from, to);
            }
            Kept::RecordSets { rtype, count } => {
                nodes.tell(&entry.zone, [format!(" {count} {rtype} record {} changed", sets(count))]);
            }
            Kept::Else => {}
        }
    }
    let mut lines = nodes.into_lines();
    lines.extend(entry.note.clone());
    Ok(lines.join("\n"))
}

fn sets(count: u64) -> &'static str {
    if count == 1 { "set" } else { "sets" }
}

#[cfg(test)]
mod tests;
