//! Evaluates a condition of an attestation policy: may this entity attest that claim?
//!
//! ```text
//! condition CONDITION [FILE | -]
//! ```
//!
//! FILE, or standard input, is JSON: who attests, whose claim it is, and the values that are to be attested, if the entity does not hold them
//! already. Of each claim it is said how it stands: `attested`, `registry` (kept by the registry itself), or `unattested`, which is ABSENT
//! to a condition, as if there were no such claim.
//!
//! ```json
//! {
//!   "attestor": {"id": "https://registry.example/api/teacher/t1", "kind": "https://registry.example/api/teacher",
//!     "claims": [{"name": "school", "value": "UP Public School", "standing": "attested"}]},
//!   "entity": {"id": "https://registry.example/api/student/s1", "kind": "https://registry.example/api/student",
//!     "claims": []},
//!   "proposed": {"school": "UP Public School"}
//! }
//! ```
//!
//! What the condition is goes to standard output: `TRUE`, `FALSE` or `UNKNOWN`, and of an UNKNOWN one which references are ABSENT. What is
//! wrong goes to standard error, with its place. Status: 0 for TRUE, 1 for FALSE and UNKNOWN, 2 if there was nothing to evaluate.

use std::borrow::Cow;
use std::error::Error;
use std::io::{self, Read, Write};
use std::process::ExitCode;

use domesday_domain::condition::{Condition, ConditionError, Facts, Side, Truth};
use domesday_domain::json;
use serde::Deserialize;
use serde_json::{Map, Value};

#[cfg(test)]
#[path = "condition/tests.rs"]
mod tests;

const USAGE: &str = "usage: condition CONDITION [FILE | -]";

fn main() -> ExitCode {
    let arguments = std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned());
    let arguments: Vec<String> = arguments.collect();
    let status = run(&arguments, io::stdin().lock(), &mut io::stdout().lock(), &mut io::stderr().lock());
    ExitCode::from(status.unwrap_or(2))
}

/// The whole program; gives its status.
///
/// # Errors
/// Only if nothing can be written any more.
fn run(arguments: &[String], input: impl Read, out: &mut impl Write, err: &mut impl Write) -> io::Result<u8> {
    let (text, path) = match arguments {
        [text] => (text, "-"),
        [text, path] => (text, path.as_str()),
        _ => {
            writeln!(err, "{USAGE}")?;
            return Ok(2);
        }
    };
    let condition = match Condition::parse(text) {
        Ok(condition) => condition,
        Err(problem) => {
            write!(err, "{}", pointed(text, &problem))?;
            return Ok(2);
        }
    };
    let entities = match Entities::read(path, input) {
        Ok(entities) => entities,
        Err(problem) => {
            writeln!(err, "condition: {path}: {problem}")?;
            return Ok(2);
        }
    };
    let truth = condition.evaluate(&entities);
    writeln!(out, "{truth}")?;
    let absent = condition.absent(&entities);
    if truth == Truth::Unknown && !absent.is_empty() {
        writeln!(out, "absent: {}", absent.join(", "))?;
    }
    Ok(if truth == Truth::True { 0 } else { 1 })
}

/// What is wrong with a condition, with the line in which it is and a mark below the place.
fn pointed(text: &str, problem: &ConditionError) -> String {
    // The place of a text that is too long may lie within a letter.
    let offset = (0..=problem.offset).rev().find(|offset| text.is_char_boundary(*offset)).unwrap_or_default();
    let (before, behind) = text.split_at(offset);
    let before = before.rsplit('\n').next().unwrap_or(before);
    let behind = behind.split('\n').next().unwrap_or(behind);
    let line: String = before.chars().chain(behind.chars()).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let margin = " ".repeat(before.chars().count());
    let (code, place, detail) = (problem.code(), problem.offset, &problem.detail);
    format!("{code} at byte {place}: {detail}\n  {line}\n  {margin}^\n")
}

/// The two entities of a condition.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entities {
    attestor: Entity,
    entity: Entity,
    /// The claims under attestation; a null is ABSENT.
    #[serde(default)]
    proposed: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entity {
    id: String,
    kind: String,
    claims: Vec<Claim>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Claim {
    name: String,
    value: Value,
    standing: Standing,
}

/// What a claim is worth to a condition.
#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Standing {
    Attested,
    Registry,
    Unattested,
}

impl Entities {
    /// Reads a file, or the input for `-`, as strictly as the registry reads what it is sent.
    fn read(path: &str, mut input: impl Read) -> Result<Self, Box<dyn Error>> {
        let mut text = Vec::new();
        if path == "-" {
            input.read_to_end(&mut text)?;
        } else {
            text = std::fs::read(path)?;
        }
        let value =
            json::read(&text).map_err(|fault| format!("{} ({} at byte {})", fault.detail, fault.code, fault.offset))?;
        Ok(serde_json::from_value(value)?)
    }

    fn side(&self, side: Side) -> &Entity {
        match side {
            Side::Attestor => &self.attestor,
            Side::Entity => &self.entity,
        }
    }
}

impl Facts for Entities {
    fn value(&self, side: Side, name: &str) -> Option<Cow<'_, Value>> {
        let proposed = self.proposed.get(name).filter(|_| side == Side::Entity);
        let known = || {
            let claim = self.side(side).claims.iter().find(|claim| claim.name == name)?;
            (claim.standing != Standing::Unattested).then_some(&claim.value)
        };
        proposed.or_else(known).map(Cow::Borrowed)
    }

    fn id(&self, side: Side) -> &str {
        &self.side(side).id
    }

    fn kind(&self, side: Side) -> &str {
        &self.side(side).kind
    }
}
