//! Bodies about domains (section 4).

use domesday_app::domains::draft::{DomainUpdate, FeeDraft, NewDomain, Renewal};
use domesday_domain::contact::ContactRole;
use domesday_domain::fault::Fault;
use domesday_domain::secdns::{SecureDelegationChange, SecureDelegationDraft};
use domesday_domain::word::Word;

use super::super::reader::{Members, Reader};
use super::parts::{code, code_change, contacts, day, keys, name, period, servers, statuses};

/// A domain to be registered.
pub(in super::super) fn new_domain(reader: &mut Reader, body: &mut Members<'_>) -> NewDomain {
    NewDomain {
        name: name(reader, body, "name"),
        sponsor: name(reader, body, "clID"),
        period: period(reader, body),
        contacts: contacts(reader, body, "contacts"),
        ns: servers(reader, body),
        statuses: statuses(reader, body),
        code: code(reader, body),
        keys: secure(reader, body),
        fee: fee(reader, body),
    }
}

fn secure(reader: &mut Reader, body: &mut Members<'_>) -> SecureDelegationDraft {
    let Some(mut members) = reader.part(body, "secDNS") else { return SecureDelegationDraft::default() };
    let keys = keys(reader, &mut members);
    reader.close(&members);
    keys
}

fn fee(reader: &mut Reader, body: &mut Members<'_>) -> Option<FeeDraft> {
    let mut members = reader.part(body, "fee").filter(|fee| !fee.is_empty())?;
    let amount = reader.given(&mut members, "amount");
    let currency = reader.given(&mut members, "currency");
    for (member, is_given) in [("amount", amount.is_some()), ("currency", currency.is_some())] {
        if !is_given {
            reader.wrong(Fault::missing(members.place_of(member), "a fee has an amount and a currency"));
        }
    }
    reader.close(&members);
    Some(FeeDraft { amount: amount?, currency: currency? })
}

/// A change of a domain.
pub(in super::super) fn domain_update(reader: &mut Reader, body: &mut Members<'_>) -> DomainUpdate {
    let mut update = DomainUpdate { reason: reader.given(body, "reason"), ..DomainUpdate::default() };
    if let Some(mut add) = reader.part(body, "add") {
        update.add_contacts = contacts(reader, &mut add, "contact");
        update.add_ns = servers(reader, &mut add);
        update.add_statuses = statuses(reader, &mut add);
        update.keys.add = secure(reader, &mut add);
        reader.close(&add);
    }
    if let Some(mut rem) = reader.part(body, "rem") {
        update.rem_contacts = contacts(reader, &mut rem, "contact");
        update.rem_ns = servers(reader, &mut rem);
        update.rem_statuses = statuses(reader, &mut rem);
        remove_keys(reader, &mut rem, &mut update.keys);
        reader.close(&rem);
    }
    if let Some(mut chg) = reader.part(body, "chg") {
        update.registrant = reader.said(&mut chg, "registrant").map(|id| id.trim().to_owned());
        (update.code, update.generate_code) = code_change(reader, &mut chg);
        reader.close(&chg);
    }
    if update.registrant.is_some() {
        place_registrant(reader, &update);
    }
    update
}

/// What rules say about a registrant that is replaced in `chg` stands there, unless it stands among the contacts too (rule U7).
fn place_registrant(reader: &mut Reader, update: &DomainUpdate) {
    for (side, entries) in [("add", &update.add_contacts), ("rem", &update.rem_contacts)] {
        if entries.iter().all(|entry| entry.role != ContactRole::Registrant.as_str()) {
            reader.alias(format!("/{side}/contact/{}", ContactRole::Registrant), "/chg/registrant".to_owned());
        }
    }
}

fn remove_keys(reader: &mut Reader, rem: &mut Members<'_>, change: &mut SecureDelegationChange) {
    let Some(mut members) = reader.part(rem, "secDNS") else { return };
    change.remove_all = reader.flag(&mut members, "all").unwrap_or_default();
    change.remove = keys(reader, &mut members);
    reader.close(&members);
}

/// A renewal.
pub(in super::super) fn renewal(reader: &mut Reader, body: &mut Members<'_>) -> Renewal {
    Renewal { period: period(reader, body), current_expiry: day(reader, body, "curExpDate") }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read<T>(body: &Value, form: fn(&mut Reader, &mut Members<'_>) -> T) -> (T, Vec<(String, &'static str)>) {
        let mut reader = Reader::default();
        let mut members = reader.body(body);
        let value = form(&mut reader, &mut members);
        reader.close(&members);
        let noticed = reader.finish();
        assert_eq!(noticed.unknown, Vec::<String>::new(), "{body}");
        (value, noticed.faults.into_iter().map(|fault| (fault.place, fault.code)).collect())
    }

    fn named(entries: &[domesday_app::domains::draft::ContactEntry]) -> Vec<String> {
        entries.iter().map(|entry| format!("{} {}={}", entry.place, entry.role, entry.id)).collect()
    }

    #[test]
    fn section_4_a_whole_domain_is_read() {
        let body = json!({
            "name": " Blue.ST. ", "period": {"unit": "y", "value": "2"},
            "contacts": {"registrant": "AB123", "admin": null, "tech": "", "billing": 12345},
            "ns": {"0": "ns1.blue.st", "1": {"name": "ns2.example.net", "addr": [{"v4": "192.0.2.1"}]}, "2": null},
            "status": ["clientHold"], "authInfo": {"pw": 12345678}, "fee": {"amount": 250, "currency": "EUR"},
            "secDNS": {"dsData": {"7": {"keyTag": "1", "alg": 13, "digestType": 2, "digest": "AB"}}, "keyData": []},
        });
        let (new, faults) = read(&body, new_domain);
        assert_eq!(faults, []);
        assert_eq!(new.name.as_deref(), Some("Blue.ST."));
        assert_eq!(new.period.map(|period| (period.value, period.unit)), Some((2, "y".into())));
        assert_eq!(named(&new.contacts), ["/contacts/billing billing=12345", "/contacts/registrant registrant=AB123"]);
        let servers: Vec<_> = new.ns.iter().map(|server| (server.place.as_str(), server.name.as_str())).collect();
        assert_eq!(servers, [("/ns/0", "ns1.blue.st"), ("/ns/1", "ns2.example.net")]);
        assert_eq!((new.ns[0].addresses.is_none(), new.ns[1].addresses.as_ref().map(Vec::len)), (true, Some(1)));
        assert_eq!((new.code.as_deref(), new.keys.ds[0].key_tag), (Some("12345678"), Some(1)));
        assert_eq!(new.fee.map(|fee| fee.amount), Some("250".into()));
    }

    #[test]
    fn u2_u4_empty_parts_are_none() {
        let body = json!({"name": "", "period": [], "contacts": [], "ns": {}, "status": "", "authInfo": [], "secDNS": [], "fee": ""});
        let (new, faults) = read(&body, new_domain);
        assert_eq!(faults, []);
        assert!(new.name.is_none() && new.period.is_none() && new.contacts.is_empty() && new.ns.is_empty());
        assert!(new.code.is_none() && new.fee.is_none() && new.keys == SecureDelegationDraft::default());
    }

    #[test]
    fn u7_a_registrant_stands_among_the_contacts_or_in_chg() {
        let body = json!({
            "add": {"contact": [{"registrant": "AB1"}, {"tech": "CD2", "admin": "CD2"}], "ns": ["a.st", {"name": "b.st"}]},
            "rem": {"contact": {"1": {"registrant": "XY1"}}, "ns": [{"name": "c.st"}], "secDNS": {"all": true}},
            "chg": {"registrant": "", "authInfo": {"pw": ""}},
        });
        let (update, faults) = read(&body, domain_update);
        assert_eq!(faults, []);
        let added = [
            "/add/contact/0/registrant registrant=AB1",
            "/add/contact/1/admin admin=CD2",
            "/add/contact/1/tech tech=CD2",
        ];
        assert_eq!(named(&update.add_contacts), added);
        assert_eq!(named(&update.rem_contacts), ["/rem/contact/1/registrant registrant=XY1"]);
        assert_eq!((update.registrant.as_deref(), update.code.as_deref()), (Some(""), Some("")));
        assert_eq!((update.add_ns.len(), update.rem_ns[0].place.as_str()), (2, "/rem/ns/0"));
        assert!(update.keys.remove_all && !update.generate_code);
        let (update, _) =
            read(&json!({"add": {"contact": {"tech": "CD2"}}, "chg": {"authInfo": {"generate": true}}}), domain_update);
        assert_eq!(named(&update.add_contacts), ["/add/contact/tech tech=CD2"]);
        assert!(update.generate_code && update.code.is_none() && update.registrant.is_none());
    }

    #[test]
    fn e2_rules_call_contacts_by_their_role_and_are_told_where_that_stands() {
        let sent = |body: Value, place: &str| {
            let mut reader = Reader::default();
            let mut members = reader.body(&body);
            domain_update(&mut reader, &mut members);
            reader.finish().moved.as_sent(place).into_owned()
        };
        let list = json!({"add": {"contact": [{"tech": "AB1"}, {"admin": "AB1"}]}, "chg": {"registrant": "AB1"}});
        for (place, expected) in [
            ("/add/contact/admin", "/add/contact/1/admin"),
            ("/add/contact/registrant", "/chg/registrant"),
            ("/rem/contact/registrant", "/chg/registrant"),
            ("/rem/contact/tech", "/rem/contact/tech"),
        ] {
            assert_eq!(sent(list.clone(), place), expected);
        }
        let both = json!({"rem": {"contact": {"registrant": "AB1"}}, "chg": {"registrant": "AB2"}});
        assert_eq!(sent(both, "/rem/contact/registrant"), "/rem/contact/registrant");
    }

    #[test]
    fn e2_what_is_no_part_of_a_domain_is_told_at_its_place() {
        let body = json!({
            "name": {}, "period": {"unit": "y"}, "contacts": {"tech": []}, "ns": [true, {"addr": []}], "status": [{}],
            "authInfo": "pw", "fee": {"amount": "1"},
        });
        let (_, faults) = read(&body, new_domain);
        let places: Vec<&str> = faults.iter().map(|(place, _)| place.as_str()).collect();
        let expected = [
            "/name",
            "/period/value",
            "/contacts/tech",
            "/ns/0",
            "/ns/1/name",
            "/status/0",
            "/authInfo",
            "/fee/currency",
        ];
        assert_eq!(places, expected);
    }

    #[test]
    fn u9_a_renewal_has_a_day() {
        let (renewal, faults) =
            read(&json!({"period": {"value": 1}, "curExpDate": "2027-11-21T23:00:00-02:00"}), renewal);
        assert_eq!((renewal.current_expiry.map(|day| day.to_string()), faults), (Some("2027-11-22".into()), vec![]));
    }
}
