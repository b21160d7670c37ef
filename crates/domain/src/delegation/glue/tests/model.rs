//! A registry in memory, small enough to compute its glue anew from the text of the rules after every step.
//!
//! Names are plain text here, so that nothing is shared with what is tested: only the survey and the sets speak in [`Name`].

use std::collections::{BTreeMap, BTreeSet};

use super::*;

pub(super) type Text = &'static str;

/// Where zones and cuts like to be.
pub(super) const PLACES: [Text; 6] = [
    "example.org",
    "sub.example.org",
    "deep.sub.example.org",
    "x.deep.sub.example.org",
    "other.example.org",
    "example.net",
];

/// What mostly serves them.
pub(super) const SERVERS: [Text; 6] = [
    "ns.example.org",
    "ns.sub.example.org",
    "ns.deep.sub.example.org",
    "ns.x.deep.sub.example.org",
    "ns.other.example.org",
    "ns.mysub.example.org",
];

/// What may happen. Names that a step does not apply to make it do nothing.
#[derive(Clone, Debug)]
pub(super) enum Step {
    CreateZone(Text, Vec<Text>),
    DeleteZone(Text),
    Delegate(Text, Vec<Text>),
    Undelegate(Text),
    ChangeNs(Text, Vec<Text>),
    SetUser(Text, Option<u32>, Vec<IpAddr>),
    ClearUser(Text, RecordType),
    SetRow(Text, Vec<IpAddr>),
    /// A name is registered, and published with this list; with none it is held back.
    Register(Text, Vec<Text>),
    /// The registration is gone.
    Release(Text),
}

/// NS lists by the zone they are published in and their owner: apex and cuts alike.
type Lists = BTreeMap<(ZoneId, Text), Vec<Text>>;

#[derive(Clone, Debug, Default)]
pub(super) struct Registry {
    /// The zones served, and their apex NS.
    pub(super) zones: BTreeMap<Text, (ZoneId, Vec<Text>)>,
    /// The explicit delegations; each is in the nearest zone above it.
    pub(super) explicit: BTreeMap<Text, Vec<Text>>,
    /// The registered names; each is in the nearest zone above it, if there is one, and published there if it has a list.
    pub(super) registered: BTreeMap<Text, Vec<Text>>,
    /// The address sets, glue and others.
    pub(super) sets: BTreeMap<(ZoneId, Text, RecordType), RecordSet>,
    pub(super) rows: BTreeMap<Text, Vec<IpAddr>>,
    last: i64,
}

/// Whether a name is another or below it.
pub(super) fn within(name: Text, above: Text) -> bool {
    name.strip_suffix(above).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn below(name: Text, above: Text) -> bool {
    name != above && within(name, above)
}

impl Registry {
    /// The nearest zone above a name.
    fn parent(&self, name: Text) -> Option<ZoneId> {
        let above = self.zones.iter().filter(|(zone, _)| below(name, zone));
        above.max_by_key(|(zone, _)| zone.len()).map(|(_, (id, _))| *id)
    }

    /// The zone that owns a name, unless a cut of it stands at or above the name.
    fn authority(&self, name: Text) -> Option<ZoneId> {
        let zone = self.zones.get(name).map(|(id, _)| *id).or_else(|| self.parent(name))?;
        (!self.cutting().iter().any(|(id, cut)| *id == zone && within(name, cut))).then_some(zone)
    }

    /// What cuts every zone: its cuts, and registered names whether they are published or not.
    pub(super) fn cutting(&self) -> BTreeSet<(ZoneId, Text)> {
        let registered = self.registered.keys().filter_map(|name| Some((self.parent(name)?, *name)));
        self.cuts().into_keys().chain(registered).collect()
    }

    /// The cuts of every zone (rules D2, D3, D12).
    pub(super) fn cuts(&self) -> Lists {
        let explicit = self.explicit.iter().map(|(cut, ns)| ((self.parent(cut).unwrap(), *cut), ns.clone()));
        let registered = self.registered.iter().filter(|(_, ns)| !ns.is_empty());
        let registered = registered.filter_map(|(name, ns)| Some(((self.parent(name)?, *name), ns.clone())));
        let children = self.zones.iter().filter_map(|(zone, (_, ns))| {
            let parent = self.parent(zone)?;
            let hides = |cut: Text| below(zone, cut) && self.parent(cut) == Some(parent);
            let registered = |name: Text| within(zone, name) && self.parent(name) == Some(parent);
            let hidden = self.explicit.keys().copied().any(hides) || self.registered.keys().copied().any(registered);
            (!hidden).then(|| ((parent, *zone), ns.clone()))
        });
        explicit.chain(children).chain(registered).collect()
    }

    fn lists(&self) -> Lists {
        let mut lists = self.cuts();
        lists.extend(self.zones.iter().map(|(zone, (id, ns))| ((*id, *zone), ns.clone())));
        lists
    }

    /// Does a step, surveys the names that it touches, no others, and sets their glue right. Returns what was no glue before that.
    pub(super) fn perform(&mut self, step: &Step) -> BTreeMap<(ZoneId, Text, RecordType), RecordSet> {
        let (before, cut_before) = (self.lists(), self.cutting());
        let mut touched = self.change(step);
        let (after, cut_after) = (self.lists(), self.cutting());
        let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
        let targets: BTreeSet<Text> = before.values().chain(after.values()).flatten().copied().collect();
        for (key, was, is) in keys.into_iter().map(|key| (key, before.get(key), after.get(key))) {
            if was != is {
                touched.extend(was.into_iter().chain(is).flatten());
            }
            if was.is_some() != is.is_some() {
                touched.extend(targets.iter().filter(|target| within(target, key.1)));
            }
        }
        for (_, cut) in cut_before.symmetric_difference(&cut_after) {
            touched.extend(targets.iter().filter(|target| within(target, cut)));
        }
        let users = self.sets.clone().into_iter().filter(|(_, set)| set.origin != Origin::Glue).collect();
        let names: BTreeMap<Name, Text> = touched.iter().map(|text| (name(text), *text)).collect();
        for change in self.survey(&touched).glue_changes(names.keys()) {
            self.store(names[&change.owner], change);
        }
        users
    }

    /// What is known about some names, and nothing beyond.
    pub(super) fn survey(&self, names: &BTreeSet<Text>) -> Survey {
        let above = |place: Text| names.iter().any(|name| within(name, place));
        let zones = self.zones.iter().filter(|(zone, _)| above(zone));
        let zones: std::collections::HashMap<Name, ZoneId> = zones.map(|(zone, (id, _))| (name(zone), *id)).collect();
        let served: BTreeSet<ZoneId> = zones.values().copied().collect();
        let cuts = self.cuts().into_keys().filter(|(id, cut)| served.contains(id) && above(cut));
        let lists = self.lists();
        let uses = lists.iter().filter(|((id, _), _)| served.contains(id));
        let uses =
            uses.flat_map(|((id, _), ns)| ns.iter().filter(|host| names.contains(*host)).map(|host| (*id, *host)));
        let sets = self.sets.iter().filter(|((id, owner, _), _)| served.contains(id) && names.contains(owner));
        let rows = self.rows.iter().filter(|(host, _)| names.contains(*host));
        let registered = self.registered.keys().filter(|registered| above(registered));
        Survey {
            cuts: cuts.map(|(id, cut)| (id, name(cut))).collect(),
            registered: registered.map(|registered| name(registered)).collect(),
            uses: uses.map(|(id, host)| (id, name(host))).collect(),
            sets: sets.map(|((id, owner, rtype), set)| ((*id, name(owner), *rtype), set.clone())).collect(),
            hosts: rows.map(|(host, addresses)| (name(host), row(host, addresses))).collect(),
            zones,
        }
    }

    fn store(&mut self, owner: Text, change: GlueChange) {
        let key = (change.zone, owner, change.rtype);
        assert!(change.stored.is_some() || change.wanted.is_some(), "a change of nothing at {key:?}");
        assert_eq!(self.sets.remove(&key), change.stored, "what stands at {key:?}");
        if let Some(wanted) = change.wanted {
            let addresses: Vec<IpAddr> = wanted.values.iter().filter_map(Rdata::address).collect();
            self.sets.insert(key, set(owner, Origin::Glue, wanted.ttl, &addresses));
        }
    }

    /// Does a step, glue apart, and says whose addresses it changed.
    fn change(&mut self, step: &Step) -> BTreeSet<Text> {
        match step.clone() {
            Step::CreateZone(zone, ns) => self.create_zone(zone, ns),
            Step::DeleteZone(zone) => self.delete_zone(zone),
            Step::Delegate(cut, ns) => self.delegate(cut, ns),
            Step::Undelegate(cut) => {
                self.explicit.remove(cut);
                BTreeSet::new()
            }
            Step::ChangeNs(place, ns) => {
                let zone = self.zones.get_mut(place).map(|(_, listed)| listed);
                if let Some(listed) = zone.or(self.explicit.get_mut(place)) {
                    *listed = ns;
                }
                BTreeSet::new()
            }
            Step::Register(place, ns) => self.register(place, ns),
            Step::Release(place) => {
                self.registered.remove(place);
                BTreeSet::new()
            }
            Step::SetUser(owner, ttl, addresses) => {
                let Some(zone) = self.authority(owner) else { return BTreeSet::new() };
                let set = set(owner, Origin::User, ttl, &addresses);
                let old = self.sets.insert((zone, owner, set.rtype), set);
                assert!(old.is_none_or(|old| old.origin == Origin::User), "glue where {owner} is authoritative");
                BTreeSet::from([owner])
            }
            Step::ClearUser(owner, rtype) => {
                let zone = self.authority(owner);
                BTreeSet::from_iter(zone.and_then(|zone| self.sets.remove(&(zone, owner, rtype))).map(|_| owner))
            }
            Step::SetRow(host, addresses) => {
                self.rows.insert(host, addresses);
                BTreeSet::from([host])
            }
        }
    }

    /// A name is registered where nothing is at or below it; or published with another list, or held back (rules N4, Z2).
    fn register(&mut self, place: Text, ns: Vec<Text>) -> BTreeSet<Text> {
        let taken = |names: Vec<Text>| names.into_iter().any(|name| within(name, place) || within(place, name));
        let delegated = taken(self.explicit.keys().chain(self.registered.keys()).copied().collect());
        let served = self.zones.keys().any(|zone| within(zone, place));
        let holds = self.sets.iter().any(|((_, owner, _), set)| set.origin == Origin::User && within(owner, place));
        if self.registered.contains_key(place) || !(delegated || served || holds) {
            self.registered.insert(place, ns);
        }
        BTreeSet::new()
    }

    /// An explicit delegation of the name gives way; user sets and explicit delegations below it move in (rule D11).
    fn create_zone(&mut self, zone: Text, ns: Vec<Text>) -> BTreeSet<Text> {
        // Below a registered name in the same zone, nobody makes one (rule D16).
        let refused = |name: &Text| below(zone, name) && self.parent(name) == self.parent(zone);
        if self.zones.contains_key(zone) || self.registered.keys().any(refused) {
            return BTreeSet::new();
        }
        self.last += 1;
        let id = ZoneId(self.last);
        let moved = self.take_user_sets(self.parent(zone), zone);
        self.explicit.remove(zone);
        self.zones.insert(zone, (id, ns));
        let owners = moved.iter().map(|((_, owner, _), _)| *owner).collect();
        self.sets.extend(moved.into_iter().map(|((_, owner, rtype), set)| ((id, owner, rtype), set)));
        owners
    }

    /// Its sets and its explicit delegations go with it (rule D13); zones below it find their next parent (rule D12).
    fn delete_zone(&mut self, zone: Text) -> BTreeSet<Text> {
        let Some((id, _)) = self.zones.get(zone).cloned() else { return BTreeSet::new() };
        let own: Vec<Text> = self.explicit.keys().copied().filter(|cut| self.parent(cut) == Some(id)).collect();
        self.explicit.retain(|cut, _| !own.contains(cut));
        self.zones.remove(zone);
        let gone = self.sets.extract_if(.., |(holder, _, _), _| *holder == id);
        gone.map(|((_, owner, _), _)| owner).collect()
    }

    /// What stands below it goes; addresses of names that the zone uses move to their rows (rule D11).
    fn delegate(&mut self, cut: Text, ns: Vec<Text>) -> BTreeSet<Text> {
        let Some(zone) = self.authority(cut).filter(|_| !self.zones.contains_key(cut)) else { return BTreeSet::new() };
        let covered: Vec<Text> = self.explicit.keys().copied().filter(|old| within(old, cut)).collect();
        let covered: Vec<Text> = covered.into_iter().filter(|old| self.parent(old) == Some(zone)).collect();
        self.explicit.retain(|old, _| !covered.contains(old));
        self.explicit.insert(cut, ns);
        let moved = self.take_user_sets(Some(zone), cut);
        let lists = self.lists();
        let used = |host: &Text| lists.iter().any(|((id, _), ns)| *id == zone && ns.contains(host));
        let owners: BTreeSet<Text> = moved.iter().map(|((_, owner, _), _)| *owner).collect();
        for owner in owners.iter().filter(|owner| used(owner)) {
            let records = moved.iter().filter(|((_, of, _), _)| of == owner).flat_map(|(_, set)| &set.records);
            self.rows.insert(owner, records.filter_map(|record| record.rdata.address()).collect());
        }
        owners
    }

    fn take_user_sets(&mut self, zone: Option<ZoneId>, top: Text) -> Vec<((ZoneId, Text, RecordType), RecordSet)> {
        let taken = self.sets.extract_if(.., |(id, owner, _), set| {
            Some(*id) == zone && within(owner, top) && set.origin == Origin::User
        });
        taken.collect()
    }
}
