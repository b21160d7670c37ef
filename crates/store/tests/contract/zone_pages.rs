//! Zones by number and page: counted, filtered by text, in the order of numbers or names.

use domesday_app::ports::{Order, TextFilter, ZoneSelection};
use domesday_domain::account::{AccountId, AccountName};
use domesday_domain::name::ZoneKind;
use domesday_domain::zone::{Owner, ZoneId};

use crate::zones::{name, now, zone};
use crate::{Given, contract};

/// Zones of `acme`, and `other.org` of another account.
fn given_zones(given: &Given) -> AccountId {
    given.write(|tx| {
        for text in ["b.org", "a.org", "c.a.org", "2.0.192.in-addr.arpa", "ab.com"] {
            zone(tx, text)?;
        }
        let handle = AccountName::parse("other").expect("a handle");
        let id = tx.insert_account(&handle, now())?;
        let mut foreign = zone(tx, "other.org")?;
        foreign.owner = Owner { id, name: handle };
        tx.update_zone(&foreign, false)?;
        Ok(id)
    })
}

fn listed(given: &Given, selection: ZoneSelection, order: Order, offset: u64, limit: usize) -> Vec<String> {
    given.read(move |snapshot| {
        let page = snapshot.zone_page(&selection, order, offset, limit)?;
        Ok(page.iter().map(|zone| zone.name.to_string()).collect())
    })
}

fn named(given: &Given, selection: ZoneSelection) -> Vec<String> {
    let counted = selection.clone();
    let names = listed(given, selection, Order::Name, 0, 100);
    assert_eq!(given.read(move |snapshot| snapshot.count_zones(&counted)), names.len() as u64);
    names
}

fn by(filter: TextFilter) -> ZoneSelection {
    ZoneSelection { filter, ..ZoneSelection::default() }
}

contract!(zones_are_found_by_number_whole, |given| {
    given_zones(given);
    let wanted = given.read(|snapshot| {
        let both = [snapshot.zone(&name("b.org"))?, snapshot.zone(&name("other.org"))?];
        Ok(both.map(|zone| zone.expect("there")))
    });
    let ids = [wanted[1].id, ZoneId(4711), wanted[0].id, wanted[1].id];
    let mut found = given.read(move |snapshot| snapshot.zones_numbered(&ids));
    found.sort_by_key(|zone| zone.id);
    assert_eq!(found, wanted);
});

contract!(m5_pages_of_zones_are_ordered_and_asked_for_by_number, |given| {
    given_zones(given);
    let page = |order, offset, limit| listed(given, ZoneSelection::default(), order, offset, limit);
    assert_eq!(page(Order::Id, 0, 3), ["b.org", "a.org", "c.a.org"]);
    assert_eq!(page(Order::Id, 5, 3), ["other.org"]);
    assert_eq!(page(Order::IdDescending, 0, 2), ["other.org", "ab.com"]);
    assert_eq!(page(Order::Name, 0, 4), ["2.0.192.in-addr.arpa", "a.org", "ab.com", "b.org"]);
    assert_eq!(page(Order::NameDescending, 0, 2), ["other.org", "c.a.org"]);
    assert!(page(Order::Name, 6, 3).is_empty() && page(Order::Name, u64::MAX, 3).is_empty());
});

contract!(m5_zones_are_selected_by_account_kind_and_text, |given| {
    let other = given_zones(given);
    let mine = ZoneSelection { visible_to: Some(other), ..ZoneSelection::default() };
    assert_eq!(named(given, mine), ["other.org"]);
    let reverse = ZoneSelection { kind: Some(ZoneKind::Reverse), ..ZoneSelection::default() };
    assert_eq!(named(given, reverse), ["2.0.192.in-addr.arpa"]);
    let none = TextFilter::default;
    let forward =
        ZoneSelection { kind: Some(ZoneKind::Forward), ..by(TextFilter { contains: Some("a".into()), ..none() }) };
    assert_eq!(named(given, forward), ["a.org", "ab.com", "c.a.org"]);
    assert_eq!(named(given, by(TextFilter { starts_with: Some("a".into()), ..none() })), ["a.org", "ab.com"]);
    assert_eq!(named(given, by(TextFilter { ends_with: Some("a.org".into()), ..none() })), ["a.org", "c.a.org"]);
    for text in ["_", "%", "\\", "\0"] {
        let text = Some(text.to_owned());
        assert!(named(given, by(TextFilter { starts_with: text.clone(), ..none() })).is_empty());
        assert!(named(given, by(TextFilter { ends_with: text.clone(), ..none() })).is_empty());
        assert!(named(given, by(TextFilter { contains: text, ..none() })).is_empty());
    }
    let names = TextFilter { names: Some(vec![name("b.org"), name("x.org"), name("a.org")]), ..none() };
    assert_eq!(named(given, by(names.clone())), ["a.org", "b.org"]);
    assert!(named(given, ZoneSelection { visible_to: Some(other), ..by(names) }).is_empty());
    assert!(named(given, by(TextFilter { names: Some(Vec::new()), ..none() })).is_empty());
    let id = given.read(|snapshot| snapshot.zone(&name("c.a.org"))).expect("there").id.0;
    assert_eq!(named(given, by(TextFilter { id: Some(id), ..none() })), ["c.a.org"]);
});
