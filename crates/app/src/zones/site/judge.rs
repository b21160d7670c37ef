//! What is in the way of a zone at a name (rules Z7, R7, D11, D16, and the table of section 6).

use std::collections::BTreeSet;

use domesday_dns::{Name, RecordType};
use domesday_domain::finding::{Conflict, ConflictKind, Findings};
use domesday_domain::name::HostName;
use domesday_domain::record::Origin;
use domesday_domain::record::neighbourhood::registered_name;
use domesday_domain::zone::Owner;

use super::Site;
use crate::registry::Context;
use crate::zones::family::{ns_values, warn_differing};
use crate::zones::registered;

impl Site {
    /// Notes what is in the way of a zone that this account shall have.
    pub(in crate::zones) fn judge(&self, context: &Context, owner: &Owner, ns: &[HostName], findings: &mut Findings) {
        if self.taken {
            let detail = format!("the zone {} exists already", self.name);
            findings.conflict(conflict("zone_exists", ConflictKind::Zone, &self.name, None, detail, false));
            return;
        }
        let enclosing = self.enclosing.as_ref().map(|parent| &parent.head.name);
        if let Some(registered) = &self.registered {
            let admin = registered.name == self.name && context.actor.is_admin();
            if !admin && !self.is_sponsored_by(owner.id) {
                let found = registered_name(&registered.name, enclosing, &self.name, None);
                let detail = registered::detail(&registered.name, &self.name);
                return findings.conflict(Conflict { detail, ..found });
            }
        }
        let Some(parent) = &self.enclosing else { return };
        if parent.cut.above.is_some() {
            return;
        }
        let in_parent = |mut conflict: Conflict| {
            conflict.zone = Some(parent.head.name.clone());
            conflict
        };
        if let Some(dname) = &parent.cut.dname {
            let detail = format!("{} is below the DNAME at {dname}", self.name);
            let kind = ConflictKind::RecordSet;
            findings.conflict(in_parent(conflict(
                "dname_conflict",
                kind,
                dname,
                Some(RecordType::DNAME),
                detail,
                false,
            )));
        }
        if parent.registered {
            warn_differing(&parent.head.name, parent.cut.ns.as_ref(), &self.name, ns, findings);
        }
        let explicit = parent.cut.ns.as_ref().filter(|cut| cut.origin == Origin::ExplicitDelegation);
        if let Some(cut) = explicit.filter(|cut| !cut.records.iter().map(|record| &record.rdata).eq(&ns_values(ns))) {
            let detail = format!("{} is delegated by hand, to other name servers", cut.owner);
            let kind = ConflictKind::Delegation;
            findings.conflict(in_parent(conflict("delegation_exists", kind, &cut.owner, None, detail, true)));
        }
        let cuts: BTreeSet<&Name> = parent.sets.iter().filter(|set| set.is_cut()).map(|set| &set.owner).collect();
        for set in &parent.sets {
            let at_cut = cuts.contains(&set.owner);
            let kind = match set.origin {
                // The zone's own cut, and those of its children with their DS, come along by themselves.
                _ if at_cut && set.owner == self.name => continue,
                Origin::User if at_cut && set.rtype == RecordType::DS => continue,
                Origin::User => ConflictKind::RecordSet,
                Origin::ExplicitDelegation => ConflictKind::Delegation,
                _ => continue,
            };
            let is_alias = set.rtype == RecordType::CNAME && set.owner == self.name;
            let detail = match is_alias {
                true => format!("{} is an alias, and the apex of a zone cannot be one", set.owner),
                false => format!("{} {} would belong to the zone {}", set.owner, set.rtype, self.name),
            };
            let found = conflict("records_below_cut", kind, &set.owner, Some(set.rtype), detail, !is_alias);
            findings.conflict(in_parent(found));
        }
    }
}

fn conflict(
    code: &'static str,
    kind: ConflictKind,
    name: &Name,
    rtype: Option<RecordType>,
    detail: String,
    forcible: bool,
) -> Conflict {
    Conflict { code, kind, name: name.clone(), rtype, zone: None, managed_by: None, detail, forcible }
}
