//! Makes a rule (rules N5–N7, T1, T4).
//!
//! Refusals, in order: the body cannot be read; wrong fields, an exception from nothing among them; the name is there already.

use domesday_dns::Name;
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::finding::{Conflict, ConflictKind, Findings};
use domesday_domain::history::Action;
use domesday_domain::tld::{Description, RuleTable, Source, Tld, TldPattern};
use serde_json::json;
use uuid::Uuid;

use super::affected::{Affected, affected};
use super::write::{self, Story};
use super::{TldChanged, changes};
use crate::input::Input;
use crate::ports::{Locks, TldReads, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// A rule as its maker gives it. A name that could not be read is among the findings that came along.
#[derive(Clone, Debug, Default)]
pub struct TldDraft {
    /// Its name.
    pub pattern: Option<TldPattern>,
    /// What they write about it.
    pub description: Option<Description>,
}

/// Makes a rule.
pub struct CreateTld {
    /// Its id.
    pub id: Uuid,
    /// The rule.
    pub draft: Input<TldDraft>,
}

impl Command for CreateTld {
    const NEEDS: Permission = Permission::Administer;
    type Answer = TldChanged;

    fn locks(&self, _: &Actor) -> Locks {
        Locks::changing_rules()
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<TldChanged, Refusal> {
        let (draft, mut findings) = self.draft.well_formed()?;
        let (_, policy) = context.naming.policy(tx)?;
        if let Some(pattern) = &draft.pattern {
            check_exception(&policy.rules, pattern, &mut findings);
        }
        findings.settle(false)?;
        let Some(pattern) = draft.pattern.clone() else {
            return Err(Refusal::Failed("a rule without wrong fields lacks its name".into()));
        };
        refuse_duplicate(tx, &pattern, None)?;
        let mut after = policy.rules.clone();
        after.insert(&pattern);
        let affected = affected(tx, &policy.rules, &after, std::slice::from_ref(&pattern))?;
        let description = draft.description.clone();
        let tld = Tld { id: self.id, pattern, description, created: context.now, updated: None, version: 1 };
        tx.insert_tlds(std::slice::from_ref(&tld), &Source::manual())?;
        let domains = Affected::default();
        tell(tx, context, Action::TldCreate, (None, Some(&tld)), (&affected, &domains))?;
        Ok(TldChanged { tld, affected, domains })
    }
}

/// Rule N6: an exception is made only from a wildcard that is stored.
pub(super) fn check_exception(rules: &RuleTable, pattern: &TldPattern, findings: &mut Findings) {
    if let Some(wildcard) = pattern.excepts_from().filter(|wildcard| !rules.contains(wildcard)) {
        findings.error("name", "no_wildcard", format!("there is no rule {wildcard} to except from"));
    }
}

/// Rule N7: a name is stored once.
pub(super) fn refuse_duplicate(
    reads: &mut dyn TldReads,
    pattern: &TldPattern,
    but: Option<Uuid>,
) -> Result<(), Refusal> {
    let Some(other) = reads.tld_named(pattern)?.filter(|other| Some(other.id) != but) else { return Ok(()) };
    let detail = format!("the rule {pattern} is there already, as {}", other.id);
    Err(duplicate("duplicate_tld", ConflictKind::Tld, pattern.base().clone(), detail))
}

/// The refusal of what is there already.
pub(crate) fn duplicate(code: &'static str, kind: ConflictKind, name: Name, detail: String) -> Refusal {
    let conflict = Conflict { code, kind, name, rtype: None, zone: None, managed_by: None, detail, forcible: false };
    Refusal::Conflict { conflicts: vec![conflict], forcible: false }
}

/// Tells the history of a rule that was made, changed or deleted, with the zones that it leaves outside the list and the domains that lose
/// their rule.
pub(super) fn tell(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    action: Action,
    (before, after): (Option<&Tld>, Option<&Tld>),
    (affected, domains): (&Affected, &Affected),
) -> Result<(), Refusal> {
    let Some(tld) = after.or(before) else { return Ok(()) };
    let story = Story {
        action,
        subject: tld.pattern.to_string(),
        changes: changes::of_tld(before, after),
        notes: [affected.noted("zones_affected"), domains.noted("domains_affected")].into_iter().flatten().collect(),
        version: tld.version,
    };
    write::note(tx, context, &story).map(drop)
}

impl Affected {
    /// What the history keeps of it, if there is anything.
    pub(super) fn noted(&self, code: &str) -> Option<serde_json::Value> {
        let names: Vec<String> = self.names.iter().map(ToString::to_string).collect();
        (self.count > 0).then(|| json!({"code": code, "count": self.count, "names": names, "complete": self.complete}))
    }
}
