//! The rules a set's values obey by themselves: how many, how large, and which names they may hold (rules R2, R4, R10, R14).

use domesday_dns::{Name, Rdata, RecordType};

use super::edit::is_spf;
use crate::finding::Findings;
use crate::name::{ZoneKind, ZoneName};

/// The greatest size of a whole set on the wire, in octets (rule R14).
pub const MAX_SET_SIZE: usize = 64_000;

/// One spelling, no duplicates, canonical order (rule R4).
pub fn canonical(mut values: Vec<Rdata>) -> Vec<Rdata> {
    values.sort_unstable();
    values.dedup();
    values
}

/// Checks each value of a request: targets that servers require to be host names (rule R10), and what SPF begins with (rule R13).
pub fn check_each(
    zone: &ZoneName,
    rtype: RecordType,
    values: &[Rdata],
    field: impl Fn(usize) -> String,
    findings: &mut Findings,
) {
    if rtype == RecordType::SPF {
        for (place, _) in values.iter().enumerate().filter(|(_, rdata)| !is_spf(rdata)) {
            findings.error(field(place), "bad_rdata", "expected a text that begins with `v=spf1`");
        }
    }
    let wants_host = match rtype {
        RecordType::NS | RecordType::MX | RecordType::SRV => true,
        RecordType::PTR => zone.kind() == ZoneKind::Reverse,
        _ => false,
    };
    if !wants_host {
        return;
    }
    for (place, rdata) in values.iter().enumerate() {
        let Some(target) = rdata.target() else { continue };
        let none_wanted = target.is_root() && matches!(rtype, RecordType::MX | RecordType::SRV);
        if !none_wanted && !target.is_host_name() {
            let detail = format!("{target} is not a host name: letters, digits and hyphens");
            findings.error(field(place), "bad_host_name", detail);
        }
    }
}

/// Checks a set as it would be after the request; `field` is its list of values.
pub fn check_whole(owner: &Name, rtype: RecordType, values: &[Rdata], field: &str, findings: &mut Findings) {
    if matches!(rtype, RecordType::CNAME | RecordType::DNAME) && values.len() > 1 {
        findings.error(field, "out_of_range", format!("{rtype} has exactly one value, this would be {}", values.len()));
    }
    let null_exchange = |rdata: &Rdata| rdata.target().is_some_and(|target| target.is_root());
    if rtype == RecordType::MX && values.len() > 1 && values.iter().any(null_exchange) {
        findings.error(field, "bad_rdata", "`0 .` says that there is no mail here, and stands alone (RFC 7505)");
    }
    let fixed = owner.as_wire().len() + 10;
    let size: usize = values.iter().map(|rdata| fixed + rdata.wire().len()).sum();
    if size > MAX_SET_SIZE {
        findings.error(
            field,
            "too_large",
            format!("the set would have {size} octets on the wire, at most {MAX_SET_SIZE} fit"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rdata(rtype: RecordType, text: &str) -> Rdata {
        Rdata::parse(rtype, text).unwrap()
    }

    fn codes(findings: &Findings) -> Vec<&'static str> {
        findings.errors().iter().map(|error| error.code).collect()
    }

    #[test]
    fn r4_one_spelling_no_duplicates() {
        let values = ["192.0.2.2", "192.0.2.1", "192.0.2.2"].map(|text| rdata(RecordType::A, text));
        let texts: Vec<_> = canonical(values.into()).iter().map(ToString::to_string).collect();
        assert_eq!(texts, ["192.0.2.1", "192.0.2.2"]);
    }

    #[test]
    fn r10_r13_targets_are_host_names_and_spf_is_spf() {
        let zone = ZoneName::parse("example.org").unwrap();
        let reverse = ZoneName::parse("2.0.192.in-addr.arpa").unwrap();
        for (zone, rtype, text, expected) in [
            (&zone, RecordType::MX, "10 mail.example.org", None),
            (&zone, RecordType::MX, "0 .", None),
            (&zone, RecordType::MX, "10 _mail.example.org", Some("bad_host_name")),
            (&zone, RecordType::SRV, "0 0 0 .", None),
            (&zone, RecordType::SRV, "0 0 0 a_b.example.org", Some("bad_host_name")),
            (&zone, RecordType::PTR, "_a.example.org", None),
            (&zone, RecordType::SPF, "v=spf1 -all", None),
            (&zone, RecordType::SPF, "v=spf10", Some("bad_rdata")),
            (&reverse, RecordType::PTR, "_a.example.org", Some("bad_host_name")),
        ] {
            let mut findings = Findings::new();
            check_each(zone, rtype, &[rdata(rtype, text)], |i| format!("records[{i}]"), &mut findings);
            assert_eq!(codes(&findings).first().copied(), expected, "{rtype} {text}");
        }
    }

    #[test]
    fn r2_r14_whole_sets() {
        let owner = Name::parse("a.example.org").unwrap();
        let whole = |rtype, texts: &[&str]| {
            let mut findings = Findings::new();
            let values: Vec<_> = texts.iter().map(|text| rdata(rtype, text)).collect();
            check_whole(&owner, rtype, &values, "records", &mut findings);
            codes(&findings)
        };
        assert_eq!(whole(RecordType::CNAME, &["a.org", "b.org"]), ["out_of_range"]);
        assert_eq!(whole(RecordType::MX, &["0 .", "10 a.org"]), ["bad_rdata"]);
        assert!(whole(RecordType::MX, &["0 ."]).is_empty());
        let long = "x".repeat(60_000);
        assert!(whole(RecordType::TXT, &[&long]).is_empty());
        assert_eq!(whole(RecordType::TXT, &[&long, &"y".repeat(5_000)]), ["too_large"]);
    }
}
