//! Edits turned into new sets, judged, and stored: the one way in which record sets change, whoever asks.

use domesday_domain::finding::Findings;
use domesday_domain::history::Change;
use domesday_domain::record::edit::{Outcome, SetEdit, SetKey};
use domesday_domain::record::neighbourhood::{After, Neighbourhood, Surroundings};
use domesday_domain::record::{Origin, RecordSet};
use domesday_domain::zone::Zone;

use chrono::{DateTime, Utc};
use domesday_dns::RecordType;

use crate::ports::{RecordWrites, Stored};

/// What edits come to.
#[derive(Default)]
pub(crate) struct Plan {
    /// What became of each edit's set, in the order of the edits.
    pub(crate) outcomes: Vec<(SetKey, Outcome, Option<RecordSet>)>,
    /// For the history.
    pub(crate) changes: Vec<Change>,
}

/// Works out what edits come to, noting everything that is wrong with it. Numbers new records in `zone`.
pub(crate) fn plan(
    zone: &mut Zone,
    around: &Surroundings,
    edits: &[SetEdit],
    now: DateTime<Utc>,
    findings: &mut Findings,
) -> Plan {
    let mut plan = Plan::default();
    let mut after = After::new();
    for edit in edits {
        let key = edit.key();
        let before = around.sets.get(&key);
        edit.check_values(zone, before, findings);
        if before.is_some_and(|set| set.origin != Origin::User) {
            plan.outcomes.push((key.clone(), Outcome::Unchanged, None));
            after.insert(key, None);
            continue;
        }
        let (set, outcome) = edit.apply(zone, before, now);
        if edit.rtype == RecordType::SPF && outcome != Outcome::Unchanged {
            findings.warn(
                "spf_stored_as_txt",
                edit.owner.to_string(),
                "SPF is kept in the TXT set (RFC 7208 section 3.1)",
            );
        }
        if outcome != Outcome::Unchanged {
            plan.changes.push(Change::RecordSet {
                name: key.0.clone(),
                rtype: key.1,
                from: before.map(RecordSet::content),
                to: set.as_ref().map(RecordSet::content),
            });
            after.insert(key.clone(), set.clone());
        }
        plan.outcomes.push((key, outcome, set));
    }
    Neighbourhood::new(zone, around, &after).judge(findings);
    plan
}

impl Plan {
    /// Whether anything changes.
    pub(crate) fn changes_anything(&self) -> bool {
        !self.changes.is_empty()
    }

    /// Stores the sets.
    pub(crate) fn store(&self, tx: &mut dyn RecordWrites, zone: &Zone) -> Stored<()> {
        let with = |wanted: Outcome| {
            let sets = self.outcomes.iter().filter(move |(_, outcome, _)| *outcome == wanted);
            sets.filter_map(|(_, _, set)| set.clone()).collect::<Vec<RecordSet>>()
        };
        let deleted: Vec<SetKey> = self
            .outcomes
            .iter()
            .filter(|(_, outcome, _)| *outcome == Outcome::Deleted)
            .map(|(key, _, _)| key.clone())
            .collect();
        if !deleted.is_empty() {
            tx.delete_sets(zone.id, &deleted)?;
        }
        let replaced = with(Outcome::Replaced);
        if !replaced.is_empty() {
            tx.update_sets(zone.id, &replaced)?;
        }
        let created = with(Outcome::Created);
        if !created.is_empty() {
            tx.insert_sets(zone.id, &created)?;
        }
        Ok(())
    }
}
