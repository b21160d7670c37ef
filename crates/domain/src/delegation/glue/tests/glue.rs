//! Which glue is wanted, and which is withdrawn (rules D4, D6, D7).

use super::*;

/// A zone with an explicit cut, whose name server below the cut has an address on its row.
fn cut() -> World {
    World::serving(&["example.org"])
        .cut("example.org", "cut.example.org", &["ns.cut.example.org"])
        .row("ns.cut.example.org", &["192.0.2.1"])
}

/// Parent and child, the child's name server inside the child.
fn parent_and_child() -> World {
    World::serving(&["example.org", "sub.example.org"]).apex("sub.example.org", &["ns.sub.example.org"]).cut(
        "example.org",
        "sub.example.org",
        &["ns.sub.example.org"],
    )
}

#[test]
fn d4_in_domain_name_servers_get_glue() {
    assert_eq!(cut().changes("ns.cut.example.org"), ["example.org: A null 192.0.2.1"]);
    let child = parent_and_child().user("sub.example.org", "ns.sub.example.org", None, &["192.0.2.1"]);
    assert_eq!(child.changes("ns.sub.example.org"), ["example.org: A null 192.0.2.1"]);
}

#[test]
fn d4_a_name_server_named_like_its_cut_gets_glue() {
    let explicit = World::serving(&["example.org"])
        .cut("example.org", "cut.example.org", &["cut.example.org"])
        .row("cut.example.org", &["192.0.2.1"]);
    assert_eq!(explicit.changes("cut.example.org"), ["example.org: A null 192.0.2.1"]);
    let child = World::serving(&["example.org", "sub.example.org"])
        .apex("sub.example.org", &["sub.example.org"])
        .cut("example.org", "sub.example.org", &["sub.example.org"])
        .user("sub.example.org", "sub.example.org", None, &["192.0.2.1"]);
    assert_eq!(child.changes("sub.example.org"), ["example.org: A null 192.0.2.1"]);
}

#[test]
fn d4_sibling_name_servers_get_glue() {
    let explicit = cut().cut("example.org", "a.example.org", &["ns.b.example.org"]);
    let explicit = explicit.cut("example.org", "b.example.org", &["ns.example.net"]).row("ns.b.example.org", &["::1"]);
    assert_eq!(explicit.changes("ns.b.example.org"), ["example.org: AAAA null ::1"]);
    let child = parent_and_child().cut("example.org", "a.example.org", &["www.sub.example.org"]).user(
        "sub.example.org",
        "www.sub.example.org",
        None,
        &["192.0.2.7"],
    );
    assert_eq!(child.changes("www.sub.example.org"), ["example.org: A null 192.0.2.7"]);
}

#[test]
fn d4_a_registered_name_counts_as_a_cut_even_while_it_is_not_published() {
    let held = World::serving(&["st"])
        .registered("blue.st")
        .row("ns.blue.st", &["192.0.2.1"])
        .cut("st", "red.st", &["ns.blue.st"])
        .registered("red.st");
    assert_eq!(held.changes("ns.blue.st"), ["st: A null 192.0.2.1"], "a hold breaks no neighbour (rule Z2)");
    let published = held.clone().cut("st", "blue.st", &["ns.blue.st"]);
    assert_eq!(published.changes("ns.blue.st"), held.changes("ns.blue.st"));
    let mut gone = held.glue("st", "ns.blue.st", None, &["192.0.2.1"]);
    gone.0.registered.remove(&name("blue.st"));
    assert_eq!(gone.changes("ns.blue.st"), ["st: A withdrawn"]);
}

#[test]
fn d4_the_zone_at_a_registered_name_is_where_its_parents_glue_comes_from() {
    let world = World::serving(&["st", "blue.st"]).registered("blue.st").cut("st", "blue.st", &["ns.blue.st"]).user(
        "blue.st",
        "ns.blue.st",
        Some(60),
        &["192.0.2.1"],
    );
    assert_eq!(world.changes("ns.blue.st"), ["st: A 60 192.0.2.1"]);
}

#[test]
fn d4_apex_name_servers_at_or_below_a_cut_get_glue() {
    let cut = World::serving(&["example.org"])
        .apex("example.org", &["ns.cut.example.org", "cut.example.org"])
        .cut("example.org", "cut.example.org", &["ns.example.net"])
        .row("ns.cut.example.org", &["192.0.2.1"])
        .row("cut.example.org", &["192.0.2.2"]);
    assert_eq!(cut.changes("ns.cut.example.org"), ["example.org: A null 192.0.2.1"]);
    assert_eq!(cut.changes("cut.example.org"), ["example.org: A null 192.0.2.2"]);
}

#[test]
fn d4_authoritative_name_servers_need_no_glue() {
    let world = World::serving(&["example.org"])
        .apex("example.org", &["ns.example.org", "example.org"])
        .cut("example.org", "cut.example.org", &["ns.example.org"])
        .user("example.org", "ns.example.org", None, &["192.0.2.1"])
        .user("example.org", "example.org", None, &["192.0.2.1"]);
    assert!(world.changes("ns.example.org").is_empty());
    assert!(world.changes("example.org").is_empty());
}

#[test]
fn d4_names_outside_the_zone_need_no_glue() {
    let world = cut().cut("example.org", "a.example.org", &["ns.example.net", "ns.cut.myexample.org"]);
    let world = world.row("ns.example.net", &["192.0.2.1"]).row("ns.cut.myexample.org", &["192.0.2.1"]);
    assert!(world.changes("ns.example.net").is_empty());
    assert!(world.changes("ns.cut.myexample.org").is_empty());
}

#[test]
fn d4_a_name_used_only_by_another_zone_is_no_glue_here() {
    let elsewhere = World::serving(&["example.org", "example.com"])
        .cut("example.org", "cut.example.org", &["ns.example.net"])
        .cut("example.com", "a.example.com", &["ns.cut.example.org"])
        .apex("example.com", &["ns.cut.example.org"])
        .row("ns.cut.example.org", &["192.0.2.1"]);
    assert!(elsewhere.changes("ns.cut.example.org").is_empty());
    let only_the_child = World::serving(&["example.org", "sub.example.org"])
        .cut("example.org", "sub.example.org", &["ns.example.net"])
        .cut("sub.example.org", "cut.sub.example.org", &["ns.cut.sub.example.org"])
        .row("ns.cut.sub.example.org", &["192.0.2.1"]);
    assert_eq!(only_the_child.changes("ns.cut.sub.example.org"), ["sub.example.org: A null 192.0.2.1"]);
}

#[test]
fn d4_parent_and_grandparent_may_need_the_same_glue() {
    let host = "ns.deep.sub.example.org";
    let world = World::serving(&["example.org", "sub.example.org", "deep.sub.example.org"])
        .cut("example.org", "sub.example.org", &[host])
        .cut("sub.example.org", "deep.sub.example.org", &[host])
        .apex("deep.sub.example.org", &[host])
        .user("deep.sub.example.org", host, Some(300), &["192.0.2.1"]);
    assert_eq!(world.changes(host), ["sub.example.org: A 300 192.0.2.1", "example.org: A 300 192.0.2.1"]);
    let one_has_it = world.glue("sub.example.org", host, Some(300), &["192.0.2.1"]);
    assert_eq!(one_has_it.changes(host), ["example.org: A 300 192.0.2.1"]);
}

#[test]
fn d4_the_glue_of_a_grandparent_may_come_from_a_row_below_the_parents_cut() {
    let host = "ns.cut.sub.example.org";
    let world = World::serving(&["example.org", "sub.example.org"])
        .apex("sub.example.org", &[host])
        .cut("example.org", "sub.example.org", &[host])
        .cut("sub.example.org", "cut.sub.example.org", &["ns.example.net"])
        .row(host, &["192.0.2.1"]);
    assert_eq!(world.changes(host), ["sub.example.org: A null 192.0.2.1", "example.org: A null 192.0.2.1"]);
}

#[test]
fn d4_a_zone_below_an_explicit_cut_supplies_the_glue_of_the_zone_above() {
    let world = World::serving(&["example.org", "deep.cut.example.org"])
        .cut("example.org", "cut.example.org", &["ns.deep.cut.example.org"])
        .row("ns.deep.cut.example.org", &["192.0.2.99"])
        .user("deep.cut.example.org", "ns.deep.cut.example.org", Some(60), &["192.0.2.1"]);
    assert_eq!(world.changes("ns.deep.cut.example.org"), ["example.org: A 60 192.0.2.1"]);
}

#[test]
fn d4_no_address_no_glue() {
    let bare = World::serving(&["example.org"]).cut("example.org", "cut.example.org", &["ns.cut.example.org"]);
    assert!(bare.changes("ns.cut.example.org").is_empty(), "no row");
    assert!(bare.row("ns.cut.example.org", &[]).changes("ns.cut.example.org").is_empty(), "an empty row");
    assert!(parent_and_child().changes("ns.sub.example.org").is_empty(), "no set");
}

#[test]
fn d6_only_the_home_counts() {
    let row_too = parent_and_child().row("ns.sub.example.org", &["192.0.2.99"]);
    assert!(row_too.changes("ns.sub.example.org").is_empty(), "a row where a zone is the home");
    let both = row_too.user("sub.example.org", "ns.sub.example.org", None, &["192.0.2.1"]);
    assert_eq!(both.changes("ns.sub.example.org"), ["example.org: A null 192.0.2.1"]);
}

#[test]
fn d6_glue_is_a_copy_and_never_a_source() {
    let old = parent_and_child().glue("sub.example.org", "ns.sub.example.org", None, &["192.0.2.1"]);
    assert_eq!(old.changes("ns.sub.example.org"), ["sub.example.org: A withdrawn"]);
}

#[test]
fn d6_glue_has_the_ttl_of_the_user_set() {
    let copied = parent_and_child().user("sub.example.org", "ns.sub.example.org", Some(300), &["192.0.2.1"]);
    assert_eq!(copied.changes("ns.sub.example.org"), ["example.org: A 300 192.0.2.1"]);
    let stale = copied.clone().glue("example.org", "ns.sub.example.org", Some(60), &["192.0.2.1"]);
    assert_eq!(stale.changes("ns.sub.example.org"), ["example.org: A 300 192.0.2.1"]);
    let same = copied.glue("example.org", "ns.sub.example.org", Some(300), &["192.0.2.1"]);
    assert!(same.changes("ns.sub.example.org").is_empty());
}

#[test]
fn d6_glue_from_a_row_has_no_ttl() {
    let stale = cut().glue("example.org", "ns.cut.example.org", Some(300), &["192.0.2.1"]);
    assert_eq!(stale.changes("ns.cut.example.org"), ["example.org: A null 192.0.2.1"]);
    let same = cut().glue("example.org", "ns.cut.example.org", None, &["192.0.2.1"]);
    assert!(same.changes("ns.cut.example.org").is_empty());
}

#[test]
fn d4_a_and_aaaa_stand_apart() {
    let both = cut().row("ns.cut.example.org", &["192.0.2.1", "192.0.2.2", "2001:db8::1"]);
    let wanted = ["example.org: A null 192.0.2.1 192.0.2.2", "example.org: AAAA null 2001:db8::1"];
    assert_eq!(both.changes("ns.cut.example.org"), wanted);
    let one = both.glue("example.org", "ns.cut.example.org", None, &["192.0.2.1", "192.0.2.2"]);
    assert_eq!(one.changes("ns.cut.example.org"), wanted[1..]);
    let exchanged = cut().glue("example.org", "ns.cut.example.org", None, &["2001:db8::1"]);
    let changes = ["example.org: A null 192.0.2.1", "example.org: AAAA withdrawn"];
    assert_eq!(exchanged.changes("ns.cut.example.org"), changes);
    let ttls = parent_and_child().user("sub.example.org", "ns.sub.example.org", Some(60), &["192.0.2.1"]).user(
        "sub.example.org",
        "ns.sub.example.org",
        None,
        &["2001:db8::1"],
    );
    let changes = ["example.org: A 60 192.0.2.1", "example.org: AAAA null 2001:db8::1"];
    assert_eq!(ttls.changes("ns.sub.example.org"), changes);
}

#[test]
fn d7_glue_that_no_name_server_needs_is_withdrawn() {
    let host = "ns.cut.example.org";
    let stored = |world: World| world.glue("example.org", host, None, &["192.0.2.1"]);
    let zone = || World::serving(&["example.org"]).row(host, &["192.0.2.1"]);
    let unused = zone().cut("example.org", "cut.example.org", &["ns.example.net"]);
    assert_eq!(stored(unused).changes(host), ["example.org: A withdrawn"], "no NS names it");
    let uncut = zone().apex("example.org", &[host]);
    assert_eq!(stored(uncut).changes(host), ["example.org: A withdrawn"], "no cut above it");
    assert_eq!(stored(zone()).changes(host), ["example.org: A withdrawn"], "neither");
    let addressless = stored(cut().row(host, &[]));
    assert_eq!(addressless.changes(host), ["example.org: A withdrawn"], "no address");
    let needed_twice = stored(cut().cut("example.org", "a.example.org", &[host]));
    assert!(needed_twice.changes(host).is_empty());
}

#[test]
fn d7_what_one_zone_withdraws_another_may_keep() {
    let host = "ns.deep.sub.example.org";
    let world = World::serving(&["example.org", "sub.example.org", "deep.sub.example.org"])
        .cut("example.org", "sub.example.org", &["ns.example.net"])
        .cut("sub.example.org", "deep.sub.example.org", &[host])
        .user("deep.sub.example.org", host, None, &["192.0.2.1"])
        .glue("sub.example.org", host, None, &["192.0.2.1"])
        .glue("example.org", host, None, &["192.0.2.1"]);
    assert_eq!(world.changes(host), ["example.org: A withdrawn"]);
}

#[test]
fn d6_user_sets_are_never_touched() {
    let world = parent_and_child()
        .apex("example.org", &["ns.example.org"])
        .user("example.org", "ns.example.org", Some(60), &["192.0.2.1"])
        .row("ns.example.org", &["192.0.2.99"]);
    assert!(world.changes("ns.example.org").is_empty(), "at home, with a row beside it");
    let unused = World::serving(&["example.org"]).user("example.org", "www.example.org", None, &["192.0.2.1"]);
    assert!(unused.changes("www.example.org").is_empty(), "no NS names it");
    let beside = parent_and_child().user("sub.example.org", "ns.sub.example.org", None, &["192.0.2.1"]).glue(
        "sub.example.org",
        "ns.sub.example.org",
        None,
        &["2001:db8::1"],
    );
    let changes = ["sub.example.org: AAAA withdrawn", "example.org: A null 192.0.2.1"];
    assert_eq!(beside.changes("ns.sub.example.org"), changes, "beside old glue of the other type");
}

#[test]
fn d4_each_name_asked_about_is_judged_and_no_other() {
    let world =
        cut().cut("example.org", "b.example.org", &["ns.b.example.org"]).row("ns.b.example.org", &["192.0.2.2"]);
    assert_eq!(world.0.glue_changes([]), []);
    let names = [name("ns.b.example.org"), name("ns.cut.example.org"), name("ns.example.net")];
    let changes = world.0.glue_changes(&names);
    assert_eq!(changes.iter().map(|change| change.owner.clone()).collect::<Vec<_>>(), names[..2]);
    let values = changes.iter().flat_map(|change| &change.wanted.as_ref().unwrap().values);
    assert_eq!(values.map(ToString::to_string).collect::<Vec<_>>(), ["192.0.2.2", "192.0.2.1"], "each its own");
}
