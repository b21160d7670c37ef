//! Which registered domains lose their rule when it is deleted (rule T8). They go on under its policy: only new names are refused.

use domesday_dns::Name;
use domesday_domain::registration::DomainId;
use domesday_domain::tld::TldPattern;

use super::affected::{Affected, MOST_COUNTED, MOST_LOOKED_AT, NAMED};
use crate::ports::{DomainReads, Stored};

/// How many domains are read at a time to find those that are named.
const CHUNK: usize = 500;

/// The live domains under a rule's policy: how many, and the first of them by name.
pub(super) fn affected_domains(reads: &mut dyn DomainReads, rule: &TldPattern) -> Stored<Affected> {
    let counted = reads.count_domains_under(std::slice::from_ref(rule), MOST_COUNTED)?;
    let count = counted.into_iter().find(|(counted, _)| counted == rule).map_or(0, |(_, count)| count);
    let mut found = Affected { count, names: Vec::new(), complete: count < MOST_COUNTED };
    if count == 0 {
        return Ok(found);
    }
    // Below the rule's name there are those of longer rules too.
    let below = reads.registered_below(rule.base(), MOST_LOOKED_AT)?;
    for some in below.chunks(CHUNK) {
        let ids: Vec<DomainId> = some.iter().map(|registered| registered.id).collect();
        let domains = reads.domains_numbered(&ids)?.into_iter().filter(|domain| domain.rule == *rule);
        found.names.extend(domains.map(|domain| domain.registration.name));
        if found.names.len() >= NAMED {
            break;
        }
    }
    found.names.sort_by_cached_key(Name::sort_key);
    found.names.truncate(NAMED);
    Ok(found)
}
