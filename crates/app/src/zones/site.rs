//! Where a zone is to be made: what encloses the name, what lies below it, and what of other zones becomes its own (rules Z7, Z21, D2,
//! D3, D11, D12, D16).

mod judge;
mod take_over;

use std::collections::BTreeSet;

use domesday_dns::Name;
use domesday_domain::account::AccountId;
use domesday_domain::name::ZoneName;
use domesday_domain::record::edit::SetEdit;
use domesday_domain::record::neighbourhood::Surroundings;
use domesday_domain::record::{Origin, RecordSet};
use domesday_domain::zone::{Owner, ZoneId};

use super::family::{Cut, cut, deepest, nearest};
use super::registered;
use super::verdict::denials;
use crate::ports::{RegisteredName, ServedZone, SetFilter, Snapshot, ZoneHead};
use crate::refusal::Refusal;
use crate::registry::Context;

/// The surroundings of a name that a zone is to be made at.
pub(super) struct Site {
    name: Name,
    taken: bool,
    /// The registered name that it is, or lies below, in the zone that encloses it.
    registered: Option<RegisteredName>,
    enclosing: Option<Enclosing>,
    below: Vec<ServedZone>,
}

/// The zone that encloses the name.
struct Enclosing {
    head: ZoneHead,
    cut: Cut,
    /// What it holds at or below the name, glue apart.
    sets: Vec<RecordSet>,
    /// What stands at the name is its sponsor's.
    registered: bool,
}

impl Site {
    /// Looks around.
    pub(super) fn survey(snapshot: &mut dyn Snapshot, context: &Context, name: &ZoneName) -> Result<Self, Refusal> {
        let name = name.as_name().clone();
        let above: Vec<Name> = name.ancestors().filter(|above| !above.is_root()).collect();
        let mut zones = snapshot.zones_among(&above)?;
        let taken = zones.iter().any(|zone| zone.name == name);
        zones.retain(|zone| zone.name != name);
        let head = deepest(zones);
        let registered = registered::around(snapshot, context, head.as_ref().map(|head| &head.name), &name)?;
        let is_registered = registered.is_some();
        let enclosing = head.map(|head| Enclosing::survey(snapshot, head, &name, is_registered)).transpose()?;
        let below = if taken { Vec::new() } else { snapshot.served_below(&name)? };
        Ok(Self { name, taken, registered, enclosing, below })
    }

    /// Whether it is a registered name, and the zone's owner its sponsor: who may make the zone, whoever has the one above (rule D16).
    fn is_sponsored_by(&self, owner: AccountId) -> bool {
        self.registered.as_ref().is_some_and(|registered| registered.name == self.name && registered.sponsor == owner)
    }

    /// The zones that will publish the new zone's NS as a cut: the enclosing one, unless a cut of it lies above (rule D2) or the name is
    /// registered (rule D16).
    pub(super) fn publishers(&self) -> Vec<(Name, ZoneId)> {
        let publishing = self.enclosing.as_ref().filter(|parent| parent.delegates());
        publishing.map(|parent| (parent.head.name.clone(), parent.head.id)).into_iter().collect()
    }

    /// Whether an equal set will move into it, with its TTL (rule D11).
    pub(super) fn brings(&self, edit: &SetEdit) -> bool {
        let is_it =
            |set: &&RecordSet| set.origin == Origin::User && (&set.owner, set.rtype) == (&edit.owner, edit.rtype);
        let moving = self.enclosing.as_ref().filter(|parent| parent.delegates());
        let equal = moving.and_then(|parent| parent.sets.iter().find(is_it));
        equal
            .zip(edit.edit.replace.as_ref())
            .is_some_and(|(set, values)| set.records.iter().map(|record| &record.rdata).eq(values))
    }

    /// Whether a zone of that name is served already.
    pub(super) fn is_taken(&self) -> bool {
        self.taken
    }

    /// The sets that will move into it, as the surroundings of what else it is to have.
    pub(super) fn brought(&self) -> Surroundings {
        let moving = self.enclosing.as_ref().filter(|parent| parent.delegates());
        let sets =
            moving.into_iter().flat_map(|parent| &parent.sets).filter(|set| set.owner != self.name || !set.is_cut());
        Surroundings {
            sets: sets.map(|set| ((set.owner.clone(), set.rtype), set.clone())).collect(),
            ..Surroundings::default()
        }
    }

    /// Whether a zone served here encloses it.
    pub(super) fn is_enclosed(&self) -> bool {
        self.enclosing.is_some()
    }

    /// The zones that will be its children.
    pub(super) fn children(&self) -> Vec<&ServedZone> {
        nearest(&self.below)
    }

    /// The same, by name.
    pub(super) fn child_names(&self) -> BTreeSet<Name> {
        self.children().into_iter().map(|child| child.head.name.clone()).collect()
    }

    /// Rules Z2, Z8 and Z21: other accounts' zones around the new one, who may make a registry zone, and who may give a zone to whom.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`].
    pub(super) fn check_ownership(
        &self,
        context: &Context,
        name: &ZoneName,
        owner: &Owner,
        registry_zone: bool,
    ) -> Result<(), Refusal> {
        if !context.actor.is_admin() && owner.id != context.actor.account {
            return Err(Refusal::forbidden("owner_denied", "only an admin may create zones for another account"));
        }
        let enclosing = self.enclosing.as_ref().map(|parent| &parent.head);
        let enclosing = enclosing.filter(|_| !self.is_sponsored_by(owner.id));
        let foreign = self.below.iter().map(|child| &child.head).find(|child| child.owner != owner.id);
        let mut denials = denials(context, name, owner.id, registry_zone, enclosing, foreign).into_iter();
        denials.next().map_or(Ok(()), |denial| Err(denial.into()))
    }
}

impl Enclosing {
    fn survey(snapshot: &mut dyn Snapshot, head: ZoneHead, name: &Name, registered: bool) -> Result<Self, Refusal> {
        let cut = cut(snapshot, &head.name, head.id, name)?;
        let mut sets = Vec::new();
        if cut.above.is_none() {
            let filter = SetFilter { under: Some(name.clone()), ..SetFilter::default() };
            sets = snapshot.sets(head.id, &filter, None, usize::MAX >> 1)?;
            sets.retain(|set| set.origin != Origin::Glue);
        }
        Ok(Self { head, cut, sets, registered })
    }

    /// Whether its cut at the name is, or becomes, the zone's.
    fn delegates(&self) -> bool {
        self.cut.above.is_none() && !self.registered
    }
}
