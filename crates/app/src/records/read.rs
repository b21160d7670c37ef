//! Reads one record set: a stored one, the apex SOA or NS, or the SPF view of a TXT set (rule R13).

use domesday_dns::{Name, RecordType};
use domesday_domain::actor::Permission;
use domesday_domain::name::ZoneName;
use domesday_domain::precondition::Tag;
use domesday_domain::record::RecordSet;
use domesday_domain::record::edit::spf_view;

use crate::input::Input;
use crate::ports::{Extent, Snapshot};
use crate::refusal::Refusal;
use crate::registry::{Context, Query};
use crate::zones::visible_zone;

/// Asks for a set.
pub struct ReadSet {
    /// Its zone.
    pub zone: ZoneName,
    /// Its owner and type.
    pub key: Input<(Name, RecordType)>,
}

impl Query for ReadSet {
    const NEEDS: Permission = Permission::ReadZones;
    const EXTENT: Extent = Extent::Point;
    type Answer = (RecordSet, Tag);

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<Self::Answer, Refusal> {
        let zone = visible_zone(snapshot, context, &self.zone)?;
        let ((owner, rtype), findings) = self.key.well_formed()?;
        findings.settle(false)?;
        let at_apex = owner == zone.name.as_name();
        let set = match *rtype {
            RecordType::SOA if at_apex => Some(zone.soa()),
            RecordType::NS if at_apex => Some(zone.apex_ns()),
            RecordType::SPF => snapshot.set(zone.id, owner, RecordType::TXT)?.as_ref().and_then(spf_view),
            rtype => snapshot.set(zone.id, owner, rtype)?,
        };
        let set = set.ok_or_else(|| Refusal::missing(format!("record set {owner} {rtype}")))?;
        let tag = set.tag(zone.id);
        Ok((set, tag))
    }
}
