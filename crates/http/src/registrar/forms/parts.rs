//! Parts that several bodies have: periods, name servers, contacts by role, codes, keys.

use chrono::{DateTime, NaiveDate, Utc};
use domesday_app::domains::draft::{ContactEntry, PeriodDraft, Placed, ServerDraft};
use domesday_domain::fault::{Fault, below};
use domesday_domain::secdns::{DsDraft, KeyDraft, SecureDelegationDraft};
use serde_json::Value;

use super::super::reader::{Members, Node, Reader};

/// A text that names something: without the blanks around it (rule U6).
pub(super) fn name(reader: &mut Reader, members: &mut Members<'_>, member: &'static str) -> Option<String> {
    reader.given(members, member).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// A period (rule D1). Without a unit it counts years, as in EPP.
pub(super) fn period(reader: &mut Reader, members: &mut Members<'_>) -> Option<PeriodDraft> {
    let mut period = reader.part(members, "period").filter(|period| !period.is_empty())?;
    let unit = reader.given(&mut period, "unit").unwrap_or_else(|| "y".to_owned());
    let place = period.place_of("value");
    let is_given = period.take("value").is_some();
    let value = reader.number(&mut period, "value");
    if !is_given {
        reader.wrong(Fault::missing(place, "a period has a value"));
    }
    reader.close(&period);
    Some(PeriodDraft { value: value?, unit })
}

/// `authInfo.pw`, and whether one is to be made: an empty code says that there is to be none.
pub(super) fn code_change(reader: &mut Reader, members: &mut Members<'_>) -> (Option<String>, bool) {
    let Some(mut info) = reader.part(members, "authInfo") else { return (None, false) };
    let code = reader.said(&mut info, "pw");
    let generate = reader.flag(&mut info, "generate");
    reader.close(&info);
    (code, generate.unwrap_or_default())
}

/// `authInfo.pw`; an empty one is none.
pub(in super::super) fn code(reader: &mut Reader, members: &mut Members<'_>) -> Option<String> {
    let mut info = reader.part(members, "authInfo")?;
    let code = reader.given(&mut info, "pw");
    // `info` shows whether there is a code: who sends it back says nothing by it.
    info.take("set");
    reader.close(&info);
    code
}

/// A list of statuses.
pub(super) fn statuses(reader: &mut Reader, members: &mut Members<'_>) -> Vec<Placed> {
    let texts = reader.texts(members, "status");
    texts.into_iter().map(|(text, place)| Placed { text, place }).collect()
}

/// A list of name servers, as texts or as `{"name","addr"?}` (rule U7).
pub(super) fn servers(reader: &mut Reader, members: &mut Members<'_>) -> Vec<ServerDraft> {
    let items = reader.items(members, "ns");
    items.iter().filter_map(|item| server(reader, item)).collect()
}

fn server(reader: &mut Reader, item: &Node<'_>) -> Option<ServerDraft> {
    if !item.value.is_object() {
        let name = reader.text(item)?.trim().to_owned();
        return (!name.is_empty()).then(|| ServerDraft { place: item.place.clone(), name, addresses: None });
    }
    let mut members = reader.object(item);
    let place = members.place_of("name");
    let is_given = members.take("name").is_some();
    let named = name(reader, &mut members, "name");
    let addresses = reader.addresses(&mut members, "addr");
    reader.close(&members);
    if !is_given {
        reader.wrong(Fault::missing(place, "a name server has a name"));
    }
    Some(ServerDraft { place: item.place.clone(), name: named?, addresses })
}

/// Contacts by role: `{role: id}`, or a list of such (rule U7).
pub(super) fn contacts(reader: &mut Reader, members: &mut Members<'_>, member: &'static str) -> Vec<ContactEntry> {
    let Some(node) = members.take(member) else { return Vec::new() };
    let place = node.place.clone();
    let is_list = match node.value {
        Value::Object(fields) => super::super::reader::is_numbered(fields),
        _ => true,
    };
    let objects = if is_list { reader.list(&node) } else { vec![node] };
    let mut entries = Vec::new();
    for object in objects {
        for (role, node) in reader.object(&object).all() {
            let id = reader.text(&node).map(|id| id.trim().to_owned()).filter(|id| !id.is_empty());
            reader.alias(below(&place, role), node.place.clone());
            entries.extend(id.map(|id| ContactEntry { role: role.to_owned(), id, place: node.place }));
        }
    }
    entries
}

/// `dsData` and `keyData` of `secDNS`.
pub(super) fn keys(reader: &mut Reader, members: &mut Members<'_>) -> SecureDelegationDraft {
    let ds = members.take("dsData").map(|node| reader.indexed(&node)).unwrap_or_default();
    let ds = ds.iter().map(|item| {
        let mut members = reader.object(item);
        let draft = DsDraft {
            key_tag: reader.number(&mut members, "keyTag"),
            algorithm: reader.number(&mut members, "alg"),
            digest_type: reader.number(&mut members, "digestType"),
            digest: reader.given(&mut members, "digest"),
        };
        reader.close(&members);
        draft
    });
    let ds = ds.collect();
    let keys = members.take("keyData").map(|node| reader.indexed(&node)).unwrap_or_default();
    let keys = keys.iter().map(|item| {
        let mut members = reader.object(item);
        let draft = KeyDraft {
            flags: reader.number(&mut members, "flags"),
            protocol: reader.number(&mut members, "protocol"),
            algorithm: reader.number(&mut members, "alg"),
            public_key: reader.given(&mut members, "pubKey"),
        };
        reader.close(&members);
        draft
    });
    SecureDelegationDraft { ds, keys: keys.collect() }
}

/// A day, as a date or as an instant with any offset, of which the date in UTC counts (rule U9).
pub(super) fn day(reader: &mut Reader, members: &mut Members<'_>, member: &'static str) -> Option<NaiveDate> {
    let place = members.place_of(member);
    let text = reader.given(members, member)?;
    let day = read_day(text.trim());
    if day.is_none() {
        let detail = "expected yyyy-mm-dd, or an instant such as 2026-11-21T10:00:00Z";
        reader.wrong(Fault::malformed(place, "date", detail));
    }
    day
}

fn read_day(text: &str) -> Option<NaiveDate> {
    /// Offsets are written with a colon, without, or as a letter.
    const INSTANTS: [&str; 4] =
        ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%d %H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z", "%Y-%m-%d %H:%M%#z"];
    let is_date = |octet: u8| octet.is_ascii_digit() || octet == b'-';
    if text.len() == 10 && text.bytes().all(is_date) {
        return NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    }
    let utc = |at: DateTime<chrono::FixedOffset>| at.with_timezone(&Utc).date_naive();
    let rfc3339 = DateTime::parse_from_rfc3339(text).ok();
    rfc3339.or_else(|| INSTANTS.iter().find_map(|form| DateTime::parse_from_str(text, form).ok())).map(utc)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn u9_of_an_instant_its_date_in_utc_counts() {
        for (text, day) in [
            ("2027-11-21", Some("2027-11-21")),
            ("2027-11-21T23:30:00Z", Some("2027-11-21")),
            ("2027-11-21T23:30:00-02:00", Some("2027-11-22")),
            ("2027-11-21T00:30:00+0100", Some("2027-11-20")),
            ("2027-11-21T00:30:00.250+01:00", Some("2027-11-20")),
            ("2027-11-21 10:00:00+00", Some("2027-11-21")),
            ("2027-11-21t10:00:00z", Some("2027-11-21")),
            ("2027-11-21T10:00Z", Some("2027-11-21")),
            ("2027-02-30", None),
            ("21.11.2027", None),
            ("2027-11-2", None),
            ("+027-11-21", None),
            ("tomorrow", None),
            ("2027-11-21T25:00:00Z", None),
        ] {
            assert_eq!(read_day(text).map(|day| day.to_string()).as_deref(), day, "{text}");
        }
    }
}
