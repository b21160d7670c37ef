//! What lies before a session that writes: the sets at some names and around them, as they are published and as it has staged them.

use std::collections::BTreeMap;

use domesday_dns::{Name, RecordType};
use domesday_domain::account::SessionId;
use domesday_domain::record::RecordSet;
use domesday_domain::record::edit::{SetKey, Sets};
use domesday_domain::staging::{Content, DraftSet};
use domesday_domain::zone::Zone;

use super::members::zone_with;
use super::weigh::Wanted;
use crate::ports::{Snapshot, Stored};

/// Sets at some names, and the cuts and DNAMEs above them.
pub(super) struct Desk {
    /// The zone as it is published.
    pub(super) zone: Zone,
    published: Sets,
    drafts: BTreeMap<SetKey, DraftSet>,
    /// What was written, to be stored.
    written: Vec<SetKey>,
}

impl Desk {
    /// Loads what there is at these names and around them: two statements.
    pub(super) fn at(snapshot: &mut dyn Snapshot, zone: Zone, holder: SessionId, owners: &[Name]) -> Stored<Self> {
        let apex = zone.name.as_name().clone();
        let inside = |owner: &Name| owner.ancestors().skip(1).take_while(|above| above.is_at_or_below(&apex)).collect();
        let mut above: Vec<Name> = owners.iter().flat_map(|owner| -> Vec<Name> { inside(owner) }).collect();
        above.sort();
        above.dedup();
        above.retain(|name| !owners.contains(name));
        let mut published: Sets = Sets::new();
        for set in snapshot.sets_around(zone.id, owners, &above)? {
            published.insert((set.owner.clone(), set.rtype), set);
        }
        for derived in [zone.soa(), zone.apex_ns()] {
            published.insert((apex.clone(), derived.rtype), derived);
        }
        let names: Vec<Name> = owners.iter().chain(&above).cloned().collect();
        let staged = snapshot.staged_at(holder, zone.id, &names)?;
        let counts = |draft: &DraftSet| {
            owners.contains(&draft.owner) || matches!(draft.rtype, RecordType::NS | RecordType::DNAME)
        };
        let drafts = staged.into_iter().filter(counts).map(|draft| ((draft.owner.clone(), draft.rtype), draft));
        Ok(Self { zone, published, drafts: drafts.collect(), written: Vec::new() })
    }

    /// A set as it is published.
    pub(super) fn published(&self, owner: &Name, rtype: RecordType) -> Option<&RecordSet> {
        self.published.get(&(owner.clone(), rtype))
    }

    /// A set as the session sees it.
    pub(super) fn view(&self, owner: &Name, rtype: RecordType) -> Option<Content> {
        let published = self.published(owner, rtype);
        match self.drafts.get(&(owner.clone(), rtype)) {
            Some(draft) => overlaid(&self.zone, draft, published),
            None => published.map(Content::of),
        }
    }

    /// The zone with the members that the session has staged.
    pub(super) fn view_of_zone(&self) -> Zone {
        let soa = (self.zone.name.as_name().clone(), RecordType::SOA);
        self.drafts.get(&soa).map_or_else(|| self.zone.clone(), |draft| zone_with(&self.zone, draft))
    }

    /// The draft of a set, to be written, and the set as it is published; [`Desk::put`] puts it back.
    pub(super) fn take(&mut self, owner: &Name, rtype: RecordType) -> (DraftSet, Option<RecordSet>) {
        let key = (owner.clone(), rtype);
        let draft = self.drafts.remove(&key).unwrap_or_else(|| DraftSet::new(owner.clone(), rtype));
        (draft, self.published.get(&key).cloned())
    }

    /// A draft as it was written.
    pub(super) fn put(&mut self, draft: DraftSet) {
        let key = draft.key();
        if !self.written.contains(&key) {
            self.written.push(key.clone());
        }
        self.drafts.insert(key, draft);
    }

    /// Another set comes onto the desk.
    pub(super) fn add(&mut self, published: Option<RecordSet>, draft: Option<DraftSet>) {
        if let Some(set) = published {
            self.published.insert((set.owner.clone(), set.rtype), set);
        }
        if let Some(draft) = draft {
            self.drafts.insert(draft.key(), draft);
        }
    }

    /// The drafts that were written: those to store, and those that came to nothing.
    pub(super) fn written(&self) -> (Vec<DraftSet>, Vec<SetKey>) {
        let (mut kept, mut gone) = (Vec::new(), Vec::new());
        for key in &self.written {
            match self.drafts.get(key).filter(|draft| !draft.is_empty()) {
                Some(draft) => kept.push(draft.clone()),
                None => gone.push(key.clone()),
            }
        }
        (kept, gone)
    }

    /// Every set that the session has staged here, as it shall be; the SOA apart.
    pub(super) fn wanted(&self) -> Vec<Wanted> {
        let drafts = self.drafts.values().filter(|draft| draft.rtype != RecordType::SOA && !draft.is_empty());
        let wanted = drafts.map(|draft| {
            let published = self.published(&draft.owner, draft.rtype);
            let set = overlaid(&self.zone, draft, published);
            Wanted::of(&draft.owner, draft.rtype, published.cloned(), set.as_ref())
        });
        wanted.collect()
    }
}

/// A set with a draft laid over; the SOA is that of the zone with the members that were staged.
pub(super) fn overlaid(zone: &Zone, draft: &DraftSet, published: Option<&RecordSet>) -> Option<Content> {
    match draft.rtype {
        RecordType::SOA => Some(Content::of(&zone_with(zone, draft).soa())),
        _ => draft.view(published),
    }
}
