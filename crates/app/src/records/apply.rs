//! Edits turned into new sets, judged, and entered on their zone's page: the one way in which record sets change, whoever asks.

use domesday_domain::finding::Findings;
use domesday_domain::record::edit::{Outcome, SetEdit, SetKey};
use domesday_domain::record::neighbourhood::{After, Neighbourhood, Surroundings};
use domesday_domain::record::{Origin, RecordSet};
use domesday_domain::zone::Zone;

use chrono::{DateTime, Utc};
use domesday_dns::RecordType;

use crate::ledger::Page;

/// What edits come to.
#[derive(Default)]
pub(crate) struct Plan {
    /// What became of each edit's set, in the order of the edits.
    pub(crate) outcomes: Vec<(SetKey, Outcome, Option<RecordSet>)>,
    /// The sets that differ; none for one that is gone.
    after: After,
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
    for edit in edits {
        let key = edit.key();
        let before = around.sets.get(&key);
        edit.check_values(zone, before, findings);
        if before.is_some_and(|set| set.origin != Origin::User) {
            plan.outcomes.push((key.clone(), Outcome::Unchanged, None));
            plan.after.insert(key, None);
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
            plan.after.insert(key.clone(), set.clone());
        }
        plan.outcomes.push((key, outcome, set));
    }
    Neighbourhood::new(zone, around, &plan.after).judge(findings);
    plan
}

impl Plan {
    /// Whether a set is there afterwards.
    pub(crate) fn leaves(&self, around: &Surroundings, key: &SetKey) -> bool {
        self.after.get(key).map_or_else(|| around.sets.contains_key(key), Option::is_some)
    }

    /// Enters the sets on their zone's page.
    pub(crate) fn enter(&self, around: &Surroundings, page: &mut Page) {
        for (key, _, set) in &self.outcomes {
            let before = around.sets.get(key);
            // What callers may not write at all was refused, not changed.
            if before.is_none_or(|set| set.origin == Origin::User) {
                page.put(before.cloned(), set.clone());
            }
        }
    }
}
