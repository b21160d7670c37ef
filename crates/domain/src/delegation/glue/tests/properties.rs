//! Whatever happens, in whatever order, glue kept up step by step is the glue that the rules ask for, no more and no less.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{PLACES, Registry, SERVERS, Step, Text, within};
use super::*;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

type Key = (ZoneId, Text, RecordType);

/// The glue of every zone from nothing, straight from the text of rules D4 and D6.
fn glue_by_the_text(registry: &Registry) -> BTreeMap<Key, (Option<u32>, Vec<IpAddr>)> {
    let (cuts, cutting) = (registry.cuts(), registry.cutting());
    let lies_below_a_cut_of =
        |zone: ZoneId, host: Text| cutting.iter().any(|(id, cut)| *id == zone && within(host, cut));
    let mut glue = BTreeMap::new();
    for (zone, apex) in registry.zones.values() {
        let at_cuts = cuts.iter().filter(|((id, _), _)| id == zone).flat_map(|(_, ns)| ns);
        for host in apex.iter().chain(at_cuts).copied().filter(|host| lies_below_a_cut_of(*zone, host)) {
            let enclosing = registry.zones.iter().filter(|(name, _)| within(host, name));
            let (_, (deepest, _)) = enclosing.max_by_key(|(name, _)| name.len()).unwrap();
            for rtype in [RecordType::A, RecordType::AAAA] {
                let (ttl, mut addresses): (_, Vec<IpAddr>) = if lies_below_a_cut_of(*deepest, host) {
                    let all = registry.rows.get(host).into_iter().flatten().copied();
                    (None, all.filter(|address| address.is_ipv4() == (rtype == RecordType::A)).collect())
                } else {
                    match registry.sets.get(&(*deepest, host, rtype)).filter(|set| set.origin == Origin::User) {
                        None => continue,
                        Some(set) => (set.ttl, set.records.iter().map(|r| r.rdata.address().unwrap()).collect()),
                    }
                };
                addresses.sort();
                if !addresses.is_empty() {
                    glue.insert((*zone, host, rtype), (ttl, addresses));
                }
            }
        }
    }
    glue
}

/// The sets of one kind, or of the other.
fn sets(registry: &Registry, glue: bool) -> BTreeMap<Key, RecordSet> {
    let sets = registry.sets.iter().filter(|(_, set)| (set.origin == Origin::Glue) == glue);
    sets.map(|(key, set)| (*key, set.clone())).collect()
}

fn stored_glue(registry: &Registry) -> BTreeMap<Key, (Option<u32>, Vec<IpAddr>)> {
    let addresses = |set: &RecordSet| set.records.iter().map(|r| r.rdata.address().unwrap()).collect();
    sets(registry, true).into_iter().map(|(key, set)| (key, (set.ttl, addresses(&set)))).collect()
}

/// Most registries begin with a zone and a child, so that there is something to cut.
fn any_steps() -> impl Strategy<Value = Vec<Step>> {
    let begun = |zone, ns| Step::CreateZone(zone, ns);
    let first =
        (any_ns(), any_ns()).prop_map(move |(ns, of_child)| vec![begun(PLACES[0], ns), begun(PLACES[1], of_child)]);
    let first = first.prop_flat_map(|steps| subsequence(steps, 0..=2));
    let then = proptest::collection::vec(any_step(), 1..=28);
    (first, then).prop_map(|(first, then)| [first, then].concat())
}

fn any_name() -> impl Strategy<Value = Text> {
    prop_oneof![1 => select(&PLACES[..]), 3 => select(&SERVERS[..])]
}

fn any_place() -> impl Strategy<Value = Text> {
    prop_oneof![6 => select(&PLACES[..]), 1 => select(&SERVERS[..])]
}

fn any_ns() -> impl Strategy<Value = Vec<Text>> {
    proptest::collection::vec(any_name(), 1..=4)
}

fn some_of(addresses: &[&str], least: usize) -> impl Strategy<Value = Vec<IpAddr>> + use<> {
    let addresses: Vec<IpAddr> = addresses.iter().map(|address| address.parse().unwrap()).collect();
    let most = addresses.len();
    subsequence(addresses, least..=most)
}

fn any_step() -> impl Strategy<Value = Step> {
    let (fours, sixes) = (["192.0.2.1", "192.0.2.2", "192.0.2.10"], ["2001:db8::1", "2001:db8::2"]);
    let of_one_type = prop_oneof![2 => some_of(&fours, 1), 1 => some_of(&sixes, 1)];
    let of_both = some_of(&[fours.as_slice(), &sixes].concat(), 0);
    let rtype = select(&ADDRESS_TYPES[..]);
    let ttl = select(vec![None, Some(60), Some(300)]);
    prop_oneof![
        6 => (any_place(), any_ns()).prop_map(|(zone, ns)| Step::CreateZone(zone, ns)),
        2 => any_place().prop_map(Step::DeleteZone),
        9 => (any_place(), any_ns()).prop_map(|(cut, ns)| Step::Delegate(cut, ns)),
        2 => any_place().prop_map(Step::Undelegate),
        3 => (any_place(), any_ns()).prop_map(|(place, ns)| Step::ChangeNs(place, ns)),
        14 => (any_name(), ttl, of_one_type).prop_map(|(owner, ttl, addresses)| Step::SetUser(owner, ttl, addresses)),
        2 => (any_name(), rtype).prop_map(|(owner, rtype)| Step::ClearUser(owner, rtype)),
        9 => (any_name(), of_both).prop_map(|(host, addresses)| Step::SetRow(host, addresses)),
        6 => (any_place(), proptest::collection::vec(any_name(), 0..=4)).prop_map(|(name, ns)| Step::Register(name, ns)),
        2 => any_place().prop_map(Step::Release),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn d4_d5_d6_d7_glue_kept_up_step_by_step_is_what_the_rules_ask_for(steps in any_steps()) {
        let names: BTreeSet<Text> = PLACES.into_iter().chain(SERVERS).collect();
        let all: Vec<Name> = names.iter().map(|text| name(text)).collect();
        let mut registry = Registry::default();
        for step in &steps {
            let users = registry.perform(step);
            prop_assert_eq!(users, sets(&registry, false), "user sets touched, after {:?}", step);
            let (stored, wanted) = (stored_glue(&registry), glue_by_the_text(&registry));
            let orphans: Vec<&Key> = stored.keys().filter(|key| !wanted.contains_key(key)).collect();
            prop_assert!(orphans.is_empty(), "orphans {:?} after {:?} in {:#?}", orphans, step, registry);
            let missing: Vec<&Key> = wanted.keys().filter(|key| !stored.contains_key(key)).collect();
            prop_assert!(missing.is_empty(), "missing {:?} after {:?} in {:#?}", missing, step, registry);
            prop_assert_eq!(stored, wanted, "after {:?}", step);
            prop_assert_eq!(registry.survey(&names).glue_changes(&all), [], "a survey of all, after {:?}", step);
        }
    }
}
