//! Which zones a change of the rules leaves outside the list (rules T3, T4). They stay as they are: nothing is ever taken from them.

use domesday_dns::Name;
use domesday_domain::tld::{RuleTable, TldPattern, judge};

use crate::ports::{Stored, TldReads};

/// The most zones, or domains, that are counted, and looked at.
pub(super) const MOST_COUNTED: u64 = 1000;
pub(super) const MOST_LOOKED_AT: usize = 10_000;

/// How many are named.
pub(super) const NAMED: usize = 100;

/// Up to so many changed rules, only zones below them are looked at.
const FEW: usize = 16;

/// How many zones are read at a time.
const CHUNK: usize = 2000;

/// Zones that might be created before a change and might not after it; or domains whose rule goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affected {
    /// How many.
    pub count: u64,
    /// The first 100 of them, in order.
    pub names: Vec<Name>,
    /// Whether all of them were looked at.
    pub complete: bool,
}

impl Default for Affected {
    fn default() -> Self {
        Self { count: 0, names: Vec::new(), complete: true }
    }
}

/// The zones that a change of these rules affects.
pub(super) fn affected(
    reads: &mut dyn TldReads,
    before: &RuleTable,
    after: &RuleTable,
    changed: &[TldPattern],
) -> Stored<Affected> {
    let mut found = Affected::default();
    // Nothing is refused while no rule is stored; and a rule that is there, or is not, before and after changes nothing.
    let changed: Vec<&TldPattern> =
        changed.iter().filter(|rule| before.contains(rule) != after.contains(rule)).collect();
    if after.is_empty() || changed.is_empty() {
        return Ok(found);
    }
    let mut looked_at = 0;
    // The first rule of all turns the list on for every name.
    for top in if before.is_empty() { vec![None] } else { tops(&changed) } {
        let mut marker: Option<Name> = None;
        loop {
            let limit = CHUNK.min(MOST_LOOKED_AT - looked_at);
            let zones = reads.zone_standings(top, marker.as_ref(), limit + 1)?;
            let more = zones.len() > limit;
            for (zone, registry_zone) in zones.iter().take(limit) {
                looked_at += 1;
                if !registry_zone && judge(before, zone, false).is_allowed() && !judge(after, zone, false).is_allowed()
                {
                    found.count += 1;
                    if found.names.len() < NAMED {
                        found.names.push(zone.clone());
                    }
                    if found.count == MOST_COUNTED {
                        found.complete = false;
                        return Ok(found);
                    }
                }
            }
            if !more {
                break;
            }
            if looked_at == MOST_LOOKED_AT {
                found.complete = false;
                return Ok(found);
            }
            marker = zones.into_iter().nth(limit - 1).map(|(zone, _)| zone);
        }
    }
    Ok(found)
}

/// The names below which a change of rules can matter, none below another, in order; everything if there are many of them.
fn tops<'a>(changed: &[&'a TldPattern]) -> Vec<Option<&'a Name>> {
    let mut tops: Vec<&Name> = changed.iter().map(|rule| rule.base()).collect();
    tops.sort();
    // In canonical order a name comes right before what is below it.
    tops.dedup_by(|later, earlier| later.is_at_or_below(earlier));
    if tops.len() > FEW { vec![None] } else { tops.into_iter().map(Some).collect() }
}
