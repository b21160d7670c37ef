//! Declares a kind, or declares it anew (`attestations.md` K1 to K7).
//!
//! Refusals in the order of H9: a body that cannot be read; wrong members; a stale condition; names that clash, changes that entities
//! forbid, claims that conditions name, values that are not unique.

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::entity::{
    ClaimName, Kind, KindChange, KindDraft, KindName, RegistryUrl, ReservedKind, SystemKind,
};
use domesday_domain::history::{Deed, SubjectKind};
use domesday_domain::precondition::Precondition;
use serde_json::{Map, Value, json};

use super::{all, changing, find};
use crate::entities::denial::{Clash, Denial};
use crate::entities::revision;
use crate::history::About;
use crate::input::Input;
use crate::ports::{Locks, StoredKind, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// How many clashing entities are named (rule K4).
const NAMED: usize = 10;

/// Declares a kind.
pub struct PutKind {
    /// Its name.
    pub name: KindName,
    /// The condition, if there is one.
    pub precondition: Precondition,
    /// The declaration.
    pub body: Input<Map<String, Value>>,
}

/// A kind after it was declared.
pub struct KindChanged {
    /// The kind.
    pub kind: StoredKind,
    /// It is new.
    pub created: bool,
}

impl Command for PutKind {
    const NEEDS: Permission = Permission::Administer;
    type Answer = KindChanged;

    fn locks(&self, _: &Actor) -> Locks {
        changing()
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<KindChanged, Refusal> {
        let (body, mut findings) = self.body.well_formed()?;
        let present = find(tx, &self.name)?;
        let others = all(tx)?;
        let read = match (SystemKind::of(&self.name), &present) {
            (Some(system), Some(present)) => {
                let (kind, wrong) = system.read_changes(&present.kind, body, &reference(context.registry_url()));
                findings.absorb(wrong);
                kind
            }
            _ => {
                if let Some(reserved) = self.name.reserved() {
                    findings.error("kind", "reserved_kind", reserved_detail(&self.name, reserved));
                }
                let (kind, wrong) = KindDraft::read(&self.name, body, &reference(context.registry_url()));
                findings.absorb(wrong);
                kind
            }
        };
        if let Some(kind) = &read {
            findings.absorb(kind.check_policies(&|name| named(&others, name).cloned()));
        }
        findings.settle(false)?;
        let kind = read.ok_or_else(|| Refusal::Failed("a declaration without fault is not complete".into()))?;
        revision::check(&self.precondition, present.as_ref().map(|stored| stored.revision))?;
        if let Some(present) = present.as_ref().filter(|present| present.kind == kind) {
            return Ok(KindChanged { kind: present.clone(), created: false });
        }
        refuse_clashing_name(&self.name, &others)?;
        if let Some(present) = present.as_ref().filter(|present| present.used) {
            refuse_changes(&present.kind.changes_refused(&kind))?;
        }
        refuse_gone_claims(&kind, &others)?;
        if let Some(present) = &present {
            refuse_alike(context, &present.kind, &kind, tx)?;
        }
        store(context, tx, present, kind)
    }
}

/// How other kinds are named in a declaration (rule H1).
fn reference(url: &RegistryUrl) -> impl Fn(&str) -> Result<KindName, (&'static str, String)> + '_ {
    |text| url.kind_reference(text)
}

fn named<'a>(kinds: &'a [StoredKind], name: &KindName) -> Option<&'a Kind> {
    kinds.iter().map(|stored| &stored.kind).find(|kind| kind.name == *name)
}

fn reserved_detail(name: &KindName, reserved: ReservedKind) -> String {
    let why = match reserved {
        ReservedKind::Version => "names of `v` and digits serve other clients",
        ReservedKind::Token => "names that begin with `token-` serve other clients",
        ReservedKind::Word => "it is a word of this interface",
    };
    format!("no kind can be called {name}: {why}")
}

/// Names that differ in case only clash.
fn refuse_clashing_name(name: &KindName, others: &[StoredKind]) -> Result<(), Refusal> {
    let twin =
        others.iter().map(|stored| &stored.kind.name).find(|other| *other != name && other.folded() == name.folded());
    let Some(twin) = twin else { return Ok(()) };
    let detail = format!("there is a kind {twin}, and names that differ in case only are one");
    let clash = Clash::of([("kind", twin.to_string())], detail.clone());
    Err(Denial::conflict("kind_exists", detail).with(vec![clash]).into())
}

/// What entities that are, or were, there forbid (rule K4).
fn refuse_changes(changes: &[KindChange]) -> Result<(), Refusal> {
    if changes.is_empty() {
        return Ok(());
    }
    let clash = |change: &KindChange| {
        let claim = change.claim.as_ref().map(|claim| ("claim", claim.to_string()));
        Clash::of(claim.into_iter().chain([("change", change.change.to_owned())]), change.detail.clone())
    };
    let detail = "the kind has, or had, entities: what they say must stay allowed";
    Err(Denial::conflict("kind_change_refused", detail).with(changes.iter().map(clash).collect()).into())
}

/// No condition of any kind may name a claim that goes (rule K5); its own were judged with the claims that stay.
fn refuse_gone_claims(kind: &Kind, others: &[StoredKind]) -> Result<(), Refusal> {
    let others = others.iter().map(|stored| &stored.kind).filter(|other| other.name != kind.name);
    let clash = |other: &Kind, (claim, gone): (&ClaimName, &str)| {
        let detail = format!("the condition of {}/{claim} names the claim {gone}", other.name);
        Clash::of([("kind", other.name.to_string()), ("claim", claim.to_string()), ("names", gone.to_owned())], detail)
    };
    let clashes: Vec<Clash> =
        others.flat_map(|other| other.references_gone(kind).into_iter().map(|gone| clash(other, gone))).collect();
    if clashes.is_empty() {
        return Ok(());
    }
    Err(Denial::conflict("claim_in_use", "conditions name claims that would be gone").with(clashes).into())
}

/// Claims that become unique, while two entities say the same (rule K4).
fn refuse_alike(context: &Context, before: &Kind, after: &Kind, tx: &mut dyn UnitOfWork) -> Result<(), Refusal> {
    let mut clashes = Vec::new();
    let was_unique = |name: &ClaimName| before.claims.iter().any(|claim| claim.name == *name && claim.unique);
    for claim in after.claims.iter().filter(|claim| claim.unique && !was_unique(&claim.name)) {
        let named = NAMED - clashes.len().min(NAMED);
        for id in tx.entities_alike(&after.name, &claim.name, named)? {
            let url = context.registry_url().entity(&after.name, &id);
            let members = [("claim", claim.name.to_string()), ("entity", url)];
            clashes.push(Clash::of(members, "another entity says the same"));
        }
    }
    if clashes.is_empty() {
        return Ok(());
    }
    Err(Denial::conflict("claim_not_unique", "entities say the same where each is to say something of its own")
        .with(clashes)
        .into())
}

fn store(
    context: &Context,
    tx: &mut dyn UnitOfWork,
    present: Option<StoredKind>,
    kind: Kind,
) -> Result<KindChanged, Refusal> {
    let (now, created) = (context.now, present.is_none());
    let stored = tx.kind(&kind.name)?.is_some();
    let after = match present {
        Some(before) => {
            let since = if stored { before.created } else { now };
            StoredKind { kind, revision: before.revision + 1, used: before.used, created: since, updated: now }
        }
        None => StoredKind { kind, revision: 1, used: false, created: now, updated: now },
    };
    if stored {
        tx.update_kind(&after)?;
    } else {
        tx.insert_kind(&after)?;
    }
    let subject = after.kind.name.to_string();
    let about = About { kind: SubjectKind::EntityKind, subject, owner: None, revision: after.revision };
    let changes = json!([{"what": "kind", "to": after.kind.to_json()}]);
    tx.insert_subject_entry(&about.tells(context, Deed::KindDeclare, &changes))?;
    Ok(KindChanged { kind: after, created })
}
