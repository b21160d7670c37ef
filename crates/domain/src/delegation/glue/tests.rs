//! Where addresses live, which glue is wanted and which withdrawn: the rules one by one here and in [`mod@glue`], and in
//! [`properties`] a small registry that is changed at random.

mod glue;
mod model;
mod properties;

use chrono::{DateTime, Utc};

use super::*;
use crate::record::Record;

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

/// An address set; the addresses are of one type.
fn set(owner: &str, origin: Origin, ttl: Option<u32>, addresses: &[IpAddr]) -> RecordSet {
    let values: Vec<Rdata> = addresses.iter().map(|address| Rdata::from_address(*address)).collect();
    let at = DateTime::<Utc>::UNIX_EPOCH;
    RecordSet {
        owner: name(owner),
        rtype: values[0].rtype(),
        ttl,
        origin,
        records: values.into_iter().map(|rdata| Record { number: 1, rdata }).collect(),
        spellings: Default::default(),
        cut: None,
        revision: 1,
        created: at,
        updated: at,
    }
}

/// A row of a name server.
fn row(host: &str, addresses: &[IpAddr]) -> Host {
    let addresses = addresses.to_vec();
    Host { addresses, ..Host::referred_to(name(host), DateTime::<Utc>::UNIX_EPOCH) }
}

/// A registry, put together piece by piece.
#[derive(Clone, Default)]
struct World(Survey);

impl World {
    /// Serves zones with these names; a child zone's cut is a piece of its own.
    fn serving(zones: &[&str]) -> Self {
        let zones = zones.iter().zip(1..).map(|(zone, id)| (name(zone), ZoneId(id)));
        World(Survey { zones: zones.collect(), ..Survey::default() })
    }

    fn id(&self, zone: &str) -> ZoneId {
        self.0.zones[&name(zone)]
    }

    /// Lists name servers at the apex of a zone.
    fn apex(mut self, zone: &str, ns: &[&str]) -> Self {
        let id = self.id(zone);
        self.0.uses.extend(ns.iter().map(|host| (id, name(host))));
        self
    }

    /// Cuts a zone, with these name servers.
    fn cut(mut self, zone: &str, cut: &str, ns: &[&str]) -> Self {
        let id = self.id(zone);
        self.0.cuts.insert((id, name(cut)));
        self.apex(zone, ns)
    }

    /// Registers a name, published or not.
    fn registered(mut self, registered: &str) -> Self {
        self.0.registered.insert(name(registered));
        self
    }

    fn set(mut self, zone: &str, host: &str, origin: Origin, ttl: Option<u32>, addresses: &[&str]) -> Self {
        let addresses: Vec<IpAddr> = addresses.iter().map(|address| address.parse().unwrap()).collect();
        let set = set(host, origin, ttl, &addresses);
        self.0.sets.insert((self.id(zone), name(host), set.rtype), set);
        self
    }

    fn user(self, zone: &str, host: &str, ttl: Option<u32>, addresses: &[&str]) -> Self {
        self.set(zone, host, Origin::User, ttl, addresses)
    }

    fn glue(self, zone: &str, host: &str, ttl: Option<u32>, addresses: &[&str]) -> Self {
        self.set(zone, host, Origin::Glue, ttl, addresses)
    }

    fn row(mut self, host: &str, addresses: &[&str]) -> Self {
        let addresses: Vec<IpAddr> = addresses.iter().map(|address| address.parse().unwrap()).collect();
        self.0.hosts.insert(name(host), row(host, &addresses));
        self
    }

    /// `zone` and its name, `row` and the zone that is cut above it, or `elsewhere`.
    fn home(&self, host: &str) -> String {
        match self.0.home(&name(host)) {
            Home::Zone(zone, id) if id == self.0.zones[&zone] => format!("zone {zone}"),
            Home::Row(zone, id) if id == self.0.zones[&zone] => format!("row {zone}"),
            Home::Elsewhere => "elsewhere".to_owned(),
            other => panic!("{other:?} is no zone served here"),
        }
    }

    /// What changes for one name, as `zone: A ttl values`, the deepest zone first.
    fn changes(&self, host: &str) -> Vec<String> {
        let show = |change: &GlueChange| {
            let zone = self.0.zones.iter().find(|(_, id)| **id == change.zone).unwrap().0;
            let held = self.0.sets.get(&(change.zone, change.owner.clone(), change.rtype));
            assert_eq!(change.owner, name(host));
            assert_eq!(change.stored.as_ref(), held.filter(|set| set.origin == Origin::Glue), "what is stored");
            let Some(wanted) = &change.wanted else {
                assert!(change.stored.is_some(), "nothing there to withdraw");
                return format!("{zone}: {} withdrawn", change.rtype);
            };
            assert_eq!(wanted.rtype, change.rtype);
            let ttl = wanted.ttl.map_or("null".to_owned(), |ttl| ttl.to_string());
            let values: Vec<String> = wanted.values.iter().map(ToString::to_string).collect();
            format!("{zone}: {} {ttl} {}", change.rtype, values.join(" "))
        };
        self.0.glue_changes([&name(host)]).iter().map(show).collect()
    }
}

#[test]
fn d6_home_is_the_deepest_zone() {
    let world = World::serving(&["example.org", "sub.example.org", "deep.sub.example.org"])
        .cut("example.org", "sub.example.org", &[])
        .cut("sub.example.org", "deep.sub.example.org", &[]);
    let homes = [
        ("ns.example.org", "zone example.org"),
        ("ns.sub.example.org", "zone sub.example.org"),
        ("a.b.sub.example.org", "zone sub.example.org"),
        ("ns.deep.sub.example.org", "zone deep.sub.example.org"),
        ("a.b.c.deep.sub.example.org", "zone deep.sub.example.org"),
    ];
    for (host, home) in homes {
        assert_eq!(world.home(host), home, "{host}");
    }
}

#[test]
fn d6_at_or_below_an_explicit_cut_home_is_the_row() {
    let world = World::serving(&["example.org"]).cut("example.org", "cut.example.org", &[]);
    let homes = [
        ("cut.example.org", "row example.org"),
        ("ns.cut.example.org", "row example.org"),
        ("a.b.cut.example.org", "row example.org"),
        ("ns.example.org", "zone example.org"),
        ("uncut.example.org", "zone example.org"),
        ("cut.a.example.org", "zone example.org"),
    ];
    for (host, home) in homes {
        assert_eq!(world.home(host), home, "{host}");
    }
}

#[test]
fn d6_the_row_names_the_deepest_zone_that_is_cut() {
    let world = World::serving(&["example.org", "sub.example.org"]).cut("example.org", "sub.example.org", &[]).cut(
        "sub.example.org",
        "cut.sub.example.org",
        &[],
    );
    assert_eq!(world.home("ns.cut.sub.example.org"), "row sub.example.org");
}

#[test]
fn d6_the_apex_of_a_zone_is_at_home_in_it_not_in_its_parent() {
    let world = World::serving(&["example.org", "sub.example.org"]).cut("example.org", "sub.example.org", &[]);
    assert_eq!(world.home("sub.example.org"), "zone sub.example.org");
    assert_eq!(world.home("example.org"), "zone example.org");
}

#[test]
fn d6_a_zone_below_an_explicit_cut_of_its_parent_is_a_home() {
    let world = World::serving(&["example.org", "deep.cut.example.org"]).cut("example.org", "cut.example.org", &[]);
    assert_eq!(world.home("ns.deep.cut.example.org"), "zone deep.cut.example.org");
    assert_eq!(world.home("deep.cut.example.org"), "zone deep.cut.example.org");
    assert_eq!(world.home("ns.cut.example.org"), "row example.org");
}

#[test]
fn d6_a_cut_of_one_zone_cuts_no_other() {
    let world = World::serving(&["example.org", "example.com"]).cut("example.com", "cut.example.com", &[]);
    assert_eq!(world.home("ns.cut.example.org"), "zone example.org");
    let other_zones_cut = World::serving(&["example.org", "example.com"]).cut("example.com", "cut.example.org", &[]);
    assert_eq!(other_zones_cut.home("ns.cut.example.org"), "zone example.org");
}

#[test]
fn d6_at_or_below_a_registered_name_home_is_the_row() {
    let world = World::serving(&["st"]).registered("blue.st");
    let homes = [("blue.st", "row st"), ("ns.blue.st", "row st"), ("a.b.blue.st", "row st"), ("ns.red.st", "zone st")];
    for (host, home) in homes {
        assert_eq!(world.home(host), home, "{host}");
    }
    assert!(world.0.has_cuts() && !World::serving(&["st"]).0.has_cuts());
}

#[test]
fn d6_a_registered_name_cuts_only_the_deepest_zone_strictly_above_it() {
    let at_the_name = World::serving(&["st", "blue.st"]).registered("blue.st");
    assert_eq!(at_the_name.home("ns.blue.st"), "zone blue.st", "the zone at the name is no parent's");
    assert_eq!(at_the_name.home("blue.st"), "zone blue.st");
    let between = World::serving(&["st", "co.st"]).cut("st", "co.st", &[]).registered("blue.co.st");
    assert_eq!(between.home("ns.blue.co.st"), "row co.st");
    assert_eq!(between.home("ns.co.st"), "zone co.st");
    let mut gone = between.clone();
    gone.0.zones.remove(&name("co.st"));
    gone.0.cuts.clear();
    assert_eq!(gone.home("ns.blue.co.st"), "row st", "with the zone between, the cut goes to the parent (rule D12)");
    assert_eq!(gone.home("ns.co.st"), "zone st");
}

#[test]
fn d7_what_a_managed_row_has_is_known_before_a_zone_encloses_it() {
    let mut world = World::serving(&["blue.st"]).row("ns.blue.st", &["192.0.2.1"]);
    let host = name("ns.blue.st");
    assert_eq!(world.0.addresses_until(&host, &world.0), [], "a row that nobody manages is looked at below a cut only");
    world.0.hosts.get_mut(&host).unwrap().parent = Some(crate::registration::DomainId(1));
    assert!(world.0.is_managed(&host) && !world.0.is_managed(&name("blue.st")));
    assert_eq!(world.0.addresses_until(&host, &world.0), of_row(&["192.0.2.1".parse().unwrap()]));
}

#[test]
fn d6_without_a_zone_above_there_is_no_home() {
    let world = World::serving(&["example.org"]).row("ns.example.net", &["192.0.2.1"]);
    assert_eq!(world.home("ns.example.net"), "elsewhere");
    assert_eq!(world.home("org"), "elsewhere");
    assert_eq!(world.0.addresses(&name("ns.example.net")), []);
    assert_eq!(World::default().home("."), "elsewhere");
}

#[test]
fn d6_zones_end_between_labels() {
    let world = World::serving(&["example.org"]);
    assert_eq!(world.home("ns.myexample.org"), "elsewhere");
    assert_eq!(world.home("example.org.net"), "elsewhere");
    assert_eq!(world.home("NS.Example.ORG"), "zone example.org");
}

#[test]
fn d6_the_root_is_a_zone_like_any_other() {
    let world = World::serving(&["."]).cut(".", "org", &["ns.org"]).row("ns.org", &["192.0.2.1"]);
    assert_eq!(world.home("ns.org"), "row .");
    assert_eq!(world.home("net"), "zone .");
    assert_eq!(world.changes("ns.org"), [".: A null 192.0.2.1"]);
}

#[test]
fn d6_a_row_keeps_both_types_in_order_and_none_twice() {
    let addresses: Vec<IpAddr> =
        ["2001:db8::2", "192.0.2.10", "2001:db8::1", "192.0.2.9", "192.0.2.10"].map(|a| a.parse().unwrap()).to_vec();
    let by_type = of_row(&addresses);
    let shown: Vec<String> = by_type.iter().flat_map(|a| &a.values).map(ToString::to_string).collect();
    assert_eq!(shown, ["192.0.2.9", "192.0.2.10", "2001:db8::1", "2001:db8::2"]);
    assert_eq!(by_type.iter().map(|a| (a.rtype, a.ttl)).collect::<Vec<_>>(), ADDRESS_TYPES.map(|t| (t, None)));
    let row: Vec<String> = to_row(&by_type).iter().map(ToString::to_string).collect();
    assert_eq!(row, shown);
    assert_eq!(of_row(&[]), []);
    assert_eq!(to_row(&[]), Vec::<IpAddr>::new());
}
