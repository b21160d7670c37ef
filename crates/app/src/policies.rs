//! What the registry of a TLD demands and allows, read and changed at run time, and the names that it keeps or sells dearer
//! (`registrar.md` section 7).
//!
//! A policy belongs to a rule's name: a rule that is deleted leaves it behind, with the domains that live on under it, and one that is
//! made anew has it again (rule T8 of `tlds.md`). So each command says whose policy it means in one of two ways ([`PolicyOf`]). What is
//! wrong with a policy is told as for the rules: the body cannot be read; wrong fields, all at once; the rule, its policy or the entry is
//! missing; the condition is stale; live domains are in the way. Any registrar may read, an admin changes.

mod change;
mod changes;
mod delete;
mod delete_name;
mod find;
mod list_names;
mod put_name;
mod read;
mod read_name;

pub use change::{Change, ChangePolicy, PolicyChanged};
pub use delete::DeletePolicy;
pub use delete_name::DeleteSpecialName;
pub use find::{Absent, PolicyOf, name_tag};
pub use list_names::{ListSpecialNames, NamePage, NameQuery};
pub use put_name::{NamePut, PutSpecialName};
pub use read::ReadPolicy;
pub use read_name::ReadSpecialName;

use domesday_domain::fault::Fault;
use domesday_domain::finding::Findings;
use domesday_domain::history::{Action, Deed, SubjectKind};
use domesday_domain::tld::TldPattern;
use serde_json::{Value, json};

use crate::ports::HistoryWrites;
use crate::refusal::Refusal;
use crate::registry::Context;
use crate::tlds::write::{Story, entry};

/// Notes faults as wrong fields; their places stay JSON pointers.
fn note(findings: &mut Findings, faults: Vec<Fault>) {
    for Fault { place, code, detail, .. } in faults {
        findings.error(place, code, detail);
    }
}

/// Tells the history what was done to a rule's policy, which is of this version afterwards.
fn tell(
    history: &mut dyn HistoryWrites,
    context: &Context,
    deed: Deed,
    (rule, version): (&TldPattern, i64),
    changes: Vec<Value>,
) -> Result<(), Refusal> {
    let changes = Value::Array(changes);
    let text = changes.to_string();
    let action = Action::Registration(deed);
    let story = Story { action, subject: rule.to_string(), changes, notes: json!([]), version };
    history.insert_subject_entry(&entry(context, SubjectKind::RegistrationPolicy, &story, text))?;
    Ok(())
}
