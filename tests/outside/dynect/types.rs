//! Every type of rule R13, from its fields to what `/zones` prints and back.

use super::given::JSON;
use super::staged::{ZONE, admin, id, list, published, text};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// A value of a type: how it is given, how it shows, how `/zones` prints it; what is changed of it, and how it prints then.
struct Sample {
    rtype: &'static str,
    /// The rdata as it is given.
    given: Value,
    /// What shows in another way than given.
    shown: Value,
    printed: &'static str,
    /// What an update gives, which shows as given.
    change: Value,
    changed: &'static str,
}

fn sample(
    rtype: &'static str,
    given: Value,
    shown: Value,
    printed: &'static str,
    change: Value,
    changed: &'static str,
) -> Sample {
    Sample { rtype, given, shown, printed, change, changed }
}

/// `base` with the members of `over` laid over it.
fn laid(base: &Value, over: &Value) -> Value {
    let mut whole = base.clone();
    for (member, value) in over.as_object().expect("members") {
        whole[member] = value.clone();
    }
    whole
}

#[rustfmt::skip]
fn samples() -> Vec<Sample> {
    let sha1 = "00112233445566778899aabbccddeeff00112233";
    let sha256 = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    vec![
        sample("A", json!({"address": "192.0.2.1"}), json!({}), "192.0.2.1", json!({"address": "192.0.2.2"}), "192.0.2.2"),
        sample("AAAA", json!({"address": "2001:DB8:0:0::1"}), json!({"address": "2001:db8::1"}), "2001:db8::1", json!({"address": "2001:db8::2"}), "2001:db8::2"),
        sample("CAA", json!({"flags": "128", "tag": "Issue", "value": "ca.org; a=b"}), json!({"flags": 128, "tag": "issue"}), r#"128 issue "ca.org; a=b""#, json!({"flags": 0}), r#"0 issue "ca.org; a=b""#),
        sample("CAA", json!({"flags": 0, "tag": "issuewild", "value": ""}), json!({}), r#"0 issuewild """#, json!({"value": ";"}), r#"0 issuewild ";""#),
        sample("CNAME", json!({"cname": "WWW.Y.org"}), json!({"cname": "www.y.org."}), "www.y.org.", json!({"cname": "z.org."}), "z.org."),
        sample("DNAME", json!({"dname": "y.org."}), json!({}), "y.org.", json!({"dname": "z.org."}), "z.org."),
        sample("PTR", json!({"ptrdname": "host.y.org"}), json!({"ptrdname": "host.y.org."}), "host.y.org.", json!({"ptrdname": "z.org."}), "z.org."),
        sample("TXT", json!({"txtdata": "plain text"}), json!({}), r#""plain text""#, json!({"txtdata": "\"two\" \"parts\""}), r#""two" "parts""#),
        sample("MX", json!({"preference": "10", "exchange": "mx.y.org"}), json!({"preference": 10, "exchange": "mx.y.org."}), "10 mx.y.org.", json!({"preference": 20}), "20 mx.y.org."),
        sample("KX", json!({"preference": 10, "exchange": "kx.y.org."}), json!({}), "10 kx.y.org.", json!({"exchange": "kx2.y.org."}), "10 kx2.y.org."),
        sample("SRV", json!({"priority": 1, "weight": "2", "port": 5060, "target": "sip.y.org."}), json!({"weight": 2}), "1 2 5060 sip.y.org.", json!({"port": 65535}), "1 2 65535 sip.y.org."),
        sample("SRV", json!({"priority": 0, "weight": 0, "port": 0, "target": "."}), json!({}), "0 0 0 .", json!({"target": "y.org."}), "0 0 0 y.org."),
        sample("NAPTR", json!({"order": 100, "preference": 10, "flags": "U", "services": "E2U+sip", "regexp": r"!^(.*)$!sip:\1@y.org!", "replacement": "."}), json!({}), r#"100 10 "U" "E2U+sip" "!^(.*)$!sip:\\1@y.org!" ."#, json!({"order": 200}), r#"200 10 "U" "E2U+sip" "!^(.*)$!sip:\\1@y.org!" ."#),
        sample("NAPTR", json!({"order": 1, "preference": 2, "flags": "", "services": "", "regexp": "", "replacement": "y.org."}), json!({}), r#"1 2 "" "" "" y.org."#, json!({"flags": "S"}), r#"1 2 "S" "" "" y.org."#),
        sample("LOC", json!({"latitude": "42 21 54 N", "longitude": "71 6 18 W", "altitude": -24}), json!({"latitude": "42 21 54.000 N", "longitude": "71 6 18.000 W", "size": 1, "horiz_pre": 10000, "vert_pre": 10, "version": 0}), "42 21 54.000 N 71 6 18.000 W -24.00m 1m 10000m 10m", json!({"size": 30, "altitude": 5}), "42 21 54.000 N 71 6 18.000 W 5.00m 30m 10000m 10m"),
        sample("NSAP", json!({"nsap": "0x47.0005.80"}), json!({"nsap": "0x47000580"}), "0x47000580", json!({"nsap": "0x4700"}), "0x4700"),
        sample("DHCID", json!({"digest": "AAIBY2/AuCc="}), json!({}), "AAIBY2/AuCc=", json!({"digest": "AAEC"}), "AAEC"),
        sample("CDS", json!({"keytag": 1, "algorithm": 13, "digtype": 2, "digest": sha256.to_uppercase()}), json!({"digest": sha256}), "1 13 2 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", json!({"keytag": 2}), "2 13 2 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"),
        sample("DNSKEY", json!({"flags": 256, "algorithm": 8, "protocol": 3, "public_key": "AAEC"}), json!({}), "256 3 8 AAEC", json!({"flags": 257}), "257 3 8 AAEC"),
        sample("CDNSKEY", json!({"flags": 257, "algorithm": "13", "protocol": 3, "public_key": "AAEC"}), json!({"algorithm": 13}), "257 3 13 AAEC", json!({"algorithm": 14}), "257 3 14 AAEC"),
        sample("KEY", json!({"flags": 256, "algorithm": 5, "protocol": 3, "public_key": "AAEC"}), json!({}), "256 3 5 AAEC", json!({"public_key": "AAEB"}), "256 3 5 AAEB"),
        sample("TLSA", json!({"cert_usage": 3, "selector": 1, "match_type": 1, "certificate": sha256}), json!({}), "3 1 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", json!({"cert_usage": 2}), "2 1 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"),
        sample("SSHFP", json!({"algorithm": 4, "fptype": 1, "fingerprint": sha1}), json!({}), "4 1 00112233445566778899aabbccddeeff00112233", json!({"algorithm": 3}), "3 1 00112233445566778899aabbccddeeff00112233"),
        sample("CERT", json!({"format": 1, "tag": 2, "algorithm": 5, "certificate": "AAEC"}), json!({}), "1 2 5 AAEC", json!({"tag": 65535}), "1 65535 5 AAEC"),
        sample("IPSECKEY", json!({"precedence": 10, "gatetype": 1, "algorithm": 2, "gateway": "192.0.2.38", "public_key": "AAEC"}), json!({}), "10 1 2 192.0.2.38 AAEC", json!({"gatetype": 3, "gateway": "gw.y.org."}), "10 3 2 gw.y.org. AAEC"),
        sample("CSYNC", json!({"soa_serial": 66, "flags": "immediate,soaminimum", "types": "A,NS"}), json!({}), "66 3 A NS", json!({"flags": "soaminimum"}), "66 2 A NS"),
        sample("RP", json!({"mbox": "admin.y.org", "txtdname": "."}), json!({"mbox": "admin.y.org."}), "admin.y.org. .", json!({"txtdname": "t.y.org."}), "admin.y.org. t.y.org."),
        sample("PX", json!({"preference": 10, "map822": "a.y.org.", "mapx400": "b.y.org."}), json!({}), "10 a.y.org. b.y.org.", json!({"preference": 0}), "0 a.y.org. b.y.org."),
        sample("HINFO", json!({"rdata": "\"PC\" \"Linux\""}), json!({}), r#""PC" "Linux""#, json!({"rdata": "\"PC\" \"BSD\""}), r#""PC" "BSD""#),
        sample("URI", json!({"rdata": "10 1 \"https://y.org/\""}), json!({}), r#"10 1 "https://y.org/""#, json!({"rdata": "20 1 \"https://y.org/\""}), r#"20 1 "https://y.org/""#),
        sample("HTTPS", json!({"rdata": "1 . alpn=\"h2\""}), json!({"rdata": "1 . alpn=h2"}), "1 . alpn=h2", json!({"rdata": "2 . alpn=h2"}), "2 . alpn=h2"),
        sample("SVCB", json!({"rdata": "0 svc.y.org."}), json!({}), "0 svc.y.org.", json!({"rdata": "0 svc2.y.org."}), "0 svc2.y.org."),
        sample("EUI48", json!({"rdata": "00-00-5E-00-53-2A"}), json!({"rdata": "00-00-5e-00-53-2a"}), "00-00-5e-00-53-2a", json!({"rdata": "00-00-5e-00-53-2b"}), "00-00-5e-00-53-2b"),
        sample("EUI64", json!({"rdata": "00-00-5e-ef-10-00-00-2a"}), json!({}), "00-00-5e-ef-10-00-00-2a", json!({"rdata": "00-00-5e-ef-10-00-00-2b"}), "00-00-5e-ef-10-00-00-2b"),
        sample("OPENPGPKEY", json!({"rdata": "AAEC"}), json!({}), "AAEC", json!({"rdata": "AAEB"}), "AAEB"),
        sample("SMIMEA", json!({"rdata": "3 1 0 AABB"}), json!({"rdata": "3 1 0 aabb"}), "3 1 0 aabb", json!({"rdata": "3 1 0 aabc"}), "3 1 0 aabc"),
        sample("TYPE65280", json!({"rdata": "\\# 3 00AABB"}), json!({"rdata": "\\# 3 00aabb"}), "\\# 3 00aabb", json!({"rdata": "\\# 1 00"}), "\\# 1 00"),
    ]
}

/// Types whose records make a cut or stand at one: `cut.x.org`.
#[rustfmt::skip]
fn at_a_cut() -> [Sample; 2] {
    [
        sample("NS", json!({"nsdname": "NS1.y.org"}), json!({"nsdname": "ns1.y.org."}), "ns1.y.org.", json!({"nsdname": "ns2.y.org."}), "ns2.y.org."),
        sample("DS", json!({"keytag": 65535, "algorithm": 13, "digtype": 4, "digest": "00".repeat(48)}), json!({}), "65535 13 4 000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", json!({"keytag": 1}), "1 13 4 000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"),
    ]
}

/// What is needed of each type, all of it.
const REQUIRED: &[(&str, &[&str])] = &[
    ("A", &["address"]),
    ("AAAA", &["address"]),
    ("CAA", &["flags", "tag", "value"]),
    ("CDNSKEY", &["flags", "algorithm", "protocol", "public_key"]),
    ("CDS", &["keytag", "algorithm", "digtype", "digest"]),
    ("CERT", &["format", "tag", "algorithm", "certificate"]),
    ("CNAME", &["cname"]),
    ("CSYNC", &["soa_serial", "flags", "types"]),
    ("DHCID", &["digest"]),
    ("DNAME", &["dname"]),
    ("DNSKEY", &["flags", "algorithm", "protocol", "public_key"]),
    ("DS", &["keytag", "algorithm", "digtype", "digest"]),
    ("HINFO", &["rdata"]),
    ("IPSECKEY", &["precedence", "gatetype", "algorithm", "gateway", "public_key"]),
    ("KEY", &["flags", "algorithm", "protocol", "public_key"]),
    ("KX", &["preference", "exchange"]),
    ("LOC", &["latitude", "longitude", "altitude"]),
    ("MX", &["preference", "exchange"]),
    ("NAPTR", &["order", "preference", "flags", "services", "regexp", "replacement"]),
    ("NS", &["nsdname"]),
    ("NSAP", &["nsap"]),
    ("PTR", &["ptrdname"]),
    ("PX", &["preference", "map822", "mapx400"]),
    ("RP", &["mbox", "txtdname"]),
    ("SPF", &["txtdata"]),
    ("SRV", &["priority", "weight", "port", "target"]),
    ("SSHFP", &["algorithm", "fptype", "fingerprint"]),
    ("TLSA", &["cert_usage", "selector", "match_type", "certificate"]),
    ("TXT", &["txtdata"]),
    ("TYPE65280", &["rdata"]),
];

/// A wrong field of a type, laid over a good value.
#[rustfmt::skip]
fn wrong() -> Vec<(&'static str, Value)> {
    vec![
        ("A", json!({"address": "2.2.2.2222"})), ("A", json!({"address": "192.0.2.01"})), ("A", json!({"address": "::1"})), ("A", json!({"address": ["192.0.2.1", "192.0.2.2"]})),
        ("AAAA", json!({"address": "192.0.2.1"})), ("AAAA", json!({"address": "2001:db8::g"})),
        ("CAA", json!({"flags": 256})), ("CAA", json!({"tag": "is-sue"})), ("CAA", json!({"tag": "abcdefghijklmnop"})),
        ("CNAME", json!({"cname": "a..b"})), ("DNAME", json!({"dname": "x".repeat(64)})), ("PTR", json!({"ptrdname": ".."})),
        ("MX", json!({"preference": "ten"})), ("MX", json!({"preference": 65536})), ("MX", json!({"preference": -1})), ("MX", json!({"exchange": "not a host.org"})),
        ("KX", json!({"preference": 1.5})), ("SRV", json!({"port": 65536})), ("SRV", json!({"weight": true})), ("SRV", json!({"target": {"a": "b"}})),
        ("NAPTR", json!({"order": "first"})), ("NAPTR", json!({"flags": "!"})), ("NAPTR", json!({"services": "s".repeat(256)})), ("NAPTR", json!({"replacement": ""})),
        ("LOC", json!({"latitude": "91 0 0 N"})), ("LOC", json!({"longitude": "71 6 18 N"})), ("LOC", json!({"altitude": "high"})), ("LOC", json!({"size": -1})), ("LOC", json!({"version": 1})),
        ("NSAP", json!({"nsap": "0x4"})), ("NSAP", json!({"nsap": "0xgg"})), ("DHCID", json!({"digest": "?"})), ("CDS", json!({"keytag": 65536})), ("CDS", json!({"digest": "xyz"})), ("CDS", json!({"digest": "001"})),
        ("DNSKEY", json!({"public_key": "***"})), ("KEY", json!({"protocol": 256})), ("TLSA", json!({"certificate": "0011"})), ("SSHFP", json!({"fingerprint": "0011"})),
        ("CERT", json!({"format": -1})), ("IPSECKEY", json!({"gatetype": 4})), ("IPSECKEY", json!({"gateway": "::1"})), ("CSYNC", json!({"types": "A,NOTYPE"})),
        ("CSYNC", json!({"flags": "soon"})), ("RP", json!({"mbox": "a..b"})), ("PX", json!({"map822": "a..b"})), ("HINFO", json!({"rdata": "PC"})), ("TYPE65280", json!({"rdata": "\\# 2 00"})),
    ]
}

fn the_life_of_each(server: &Server, samples: &[(String, Sample)]) {
    let (session, other, client) = (admin(server), admin(server), server.admin());
    session.zone(ZONE);
    let at = |(node, sample): &(String, Sample)| format!("{}Record/{ZONE}/{node}", sample.rtype);
    let mut records = Vec::new();
    for (pair, sample) in samples.iter().map(|pair| (pair, &pair.1)) {
        let (path, node) = (at(pair), &pair.0);
        let record = session.post(&path, json!({"rdata": sample.given})).says("add: Record added").done();
        assert_eq!(record["rdata"], laid(&sample.given, &sample.shown), "{path}");
        let expected = (&json!(ZONE), &json!(node), &json!(sample.rtype), &json!(3600));
        assert_eq!((&record["zone"], &record["fqdn"], &record["record_type"], &record["ttl"]), expected, "{path}");
        let uri = format!("/REST/{path}/{}", id(&record));
        assert_eq!(session.get(&path).says("detail: Found 1 record").done(), json!([uri]));
        assert_eq!(session.get(&format!("{path}?detail=Y")).done(), json!([record]));
        assert_eq!(session.get(&format!("{path}/{}", id(&record))).says("get: Found the record").done(), record);
        session
            .post(&path, json!({"rdata": record["rdata"]}))
            .refused("TARGET_EXISTS")
            .says("make: Cannot duplicate existing record data");
        assert_eq!(published(&client, node, sample.rtype), [""; 0], "{path}");
        records.push(record);
    }
    session.publish();
    for (pair, record) in samples.iter().zip(&mut records) {
        let (path, sample) = (format!("{}/{}", at(pair), id(record)), &pair.1);
        assert_eq!(published(&client, &pair.0, sample.rtype), [sample.printed], "{path}");
        for reader in [&session, &other] {
            assert_eq!(reader.get(&path).done(), *record, "{path}");
        }
        let told = session.put(&path, json!({"rdata": sample.change})).says("update: Record updated").done();
        record["rdata"] = laid(&record["rdata"], &sample.change);
        assert_eq!(told, *record, "R5: {path}");
        assert_eq!(session.get(&path).done(), *record);
    }
    session.publish();
    for (pair, record) in samples.iter().zip(&records) {
        let (path, sample) = (format!("{}/{}", at(pair), id(record)), &pair.1);
        assert_eq!(published(&client, &pair.0, sample.rtype), [sample.changed], "{path}");
        assert_eq!(other.get(&path).done(), *record);
    }
    for (pair, record) in samples.iter().zip(&records).rev() {
        let path = format!("{}/{}", at(pair), id(record));
        let said = session.delete(&path).says("delete: Record will be deleted on zone publish").done();
        assert_eq!(said, json!({}));
        session.get(&path).refused("NOT_FOUND");
        assert_eq!(other.get(&path).done(), *record);
    }
    session.publish();
    for (node, sample) in samples {
        assert_eq!(published(&client, node, sample.rtype), [""; 0]);
    }
    assert_eq!(other.get(&format!("NodeList/{ZONE}")).done(), json!([ZONE]));
}

both! {
    fn r13_each_type_is_made_read_changed_and_deleted_as_its_fields(server: &Server) {
        let owned = |(number, sample)| (format!("n{number}.{ZONE}"), sample);
        the_life_of_each(server, &samples().into_iter().enumerate().map(owned).collect::<Vec<_>>());
    }

    fn r13_ns_and_ds_of_a_cut_likewise(server: &Server) {
        the_life_of_each(server, &at_a_cut().into_iter().map(|sample| ("cut.x.org".to_owned(), sample)).collect::<Vec<_>>());
    }

    fn r13_ns_records_alone_have_a_service_class(server: &Server) {
        let session = admin(server);
        session.zone(ZONE);
        session.a("www.x.org", "192.0.2.1");
        session.add("NS", "cut.x.org", json!({"nsdname": "ns1.y.org"}));
        let first = |path: &str| session.get(&format!("{path}?detail=1")).done()[0].clone();
        assert_eq!(first("NSRecord/x.org/x.org")["service_class"], "Primary");
        assert_eq!(first("NSRecord/x.org/cut.x.org")["service_class"], "");
        let members = |record: &Value| record.as_object().expect("a record").keys().cloned().collect::<Vec<_>>();
        assert_eq!(members(&first("ARecord/x.org/www.x.org")).len(), 6);
        assert_eq!(members(&first("NSRecord/x.org/cut.x.org")).len(), 7);
        assert_eq!(first("SOARecord/x.org/x.org")["serial_style"], "increment");
    }

    fn r13_w7_each_field_that_is_missing_is_named(server: &Server) {
        let session = admin(server);
        session.zone(ZONE);
        for (rtype, fields) in REQUIRED {
            let path = format!("{rtype}Record/x.org/www.x.org");
            let mut nothing = json!({"colour": "red"});
            fields.iter().for_each(|field| nothing[*field] = Value::Null);
            for rdata in [json!({"colour": "red"}), nothing] {
                let told = session.post(&path, json!({ "rdata": rdata })).refused("MISSING_DATA");
                let expected: Vec<String> = fields.iter().map(|field| format!("rdata.{field}: required field missing")).collect();
                assert_eq!(told.lines("ERROR"), expected, "{rtype}");
            }
            for body in [json!({}), json!({"rdata": null}), json!({"ttl": 60})] {
                let told = session.post(&path, body).refused("MISSING_DATA");
                assert_eq!(told.lines("ERROR"), ["rdata: required field missing"], "{rtype}");
            }
        }
        assert_eq!(session.staged(), [""; 0]);
    }

    fn r13_w7_a_wrong_field_is_named_with_its_type(server: &Server) {
        let session = admin(server);
        session.zone(ZONE);
        for (rtype, field) in wrong() {
            let sample = samples().into_iter().find(|sample| sample.rtype == rtype).expect("a sample");
            let told = session.post(&format!("{rtype}Record/x.org/www.x.org"), json!({"rdata": laid(&sample.given, &field)}));
            let empty = field == json!({"replacement": ""});
            let told = told.refused(if empty { "MISSING_DATA" } else { "INVALID_DATA" });
            let name = field.as_object().and_then(|members| members.keys().next()).expect("a field").clone();
            let lines = told.lines("ERROR");
            let named = [format!("rdata.{name}: "), format!("{name}: ")];
            assert!(lines.len() == 1 && named.iter().any(|start| lines[0].starts_with(start)), "{rtype} {field}: {told}");
            assert!(empty || told.lines("INFO").iter().any(|line| *line == format!("add: Could not create {rtype} record")), "{rtype} {field}: {told}");
        }
        assert_eq!(session.staged(), [""; 0]);
    }

    fn r13_w7_all_wrong_fields_are_told_at_once(server: &Server) {
        let session = admin(server);
        session.zone(ZONE);
        let told = session.post("SRVRecord/x.org/_sip._tcp.x.org", json!({"rdata": {"priority": 1, "weight": 2}})).refused("MISSING_DATA");
        assert_eq!(told.lines("ERROR"), ["rdata.port: required field missing", "rdata.target: required field missing"]);
        let told = session.post("SRVRecord/x.org/_sip._tcp.x.org", json!({"rdata": {"priority": "a", "weight": -2, "port": 1}, "ttl": "long"}));
        let codes = told.codes();
        let lines = told.lines("ERROR");
        for (field, code) in [("priority", "INVALID_DATA"), ("weight", "INVALID_DATA"), ("target", "MISSING_DATA"), ("ttl", "INVALID_DATA")] {
            assert!(lines.iter().zip(&codes).any(|(line, found)| line.contains(field) && found == code), "{field}: {told}");
        }
        assert_eq!(lines.len(), 4, "{told}");
        let told = session.post("MXRecord/x.org/x.org", json!({"rdata": {"preference": "ten", "exchange": "mx.y.org"}})).refused("INVALID_DATA");
        assert!(told.lines("ERROR")[0].starts_with("rdata.preference: "), "{told}");
    }

    fn r13_w5_what_a_type_has_not_is_ignored_with_a_warning(server: &Server) {
        let session = admin(server);
        session.zone(ZONE);
        let body = json!({"rdata": {"address": "192.0.2.1", "preference": 5}, "colour": "red"});
        let told = session.post("ARecord/x.org/www.x.org", body).warns("colour: unnecessary field passed in").warns("rdata.preference: unnecessary field passed in");
        assert_eq!(told.done()["rdata"], json!({"address": "192.0.2.1"}));
    }

    fn r13_types_are_taken_in_any_case(server: &Server) {
        let session = admin(server);
        session.zone(ZONE);
        let number = session.a("www.x.org", "192.0.2.1");
        for resource in ["arecord", "ARECORD", "aRecord", "TYPE1Record", "type1record"] {
            assert_eq!(session.get(&format!("{resource}/x.org/www.x.org")).done(), json!([format!("/REST/ARecord/x.org/www.x.org/{number}")]), "{resource}");
        }
        let made = session.post("aaaarecord/x.org/www.x.org", json!({"rdata": {"address": "2001:db8::1"}})).done();
        assert_eq!(made["record_type"], "AAAA");
        for resource in ["RRSIGRecord", "NSECRecord", "NSEC3PARAMRecord", "OPTRecord", "AXFRRecord", "ANYTHINGRecord", "Record"] {
            session.get(&format!("{resource}/x.org/www.x.org")).refused("INVALID_REQUEST").says(&format!("request: No such resource, {resource}"));
        }
    }

    fn r13_alias_and_policy_read_empty_and_take_no_writes(server: &Server) {
        let session = admin(server);
        session.zone(ZONE);
        session.a("www.x.org", "192.0.2.1");
        for resource in ["ALIASRecord", "PolicyRecord", "aliasrecord"] {
            let path = format!("{resource}/x.org/www.x.org");
            assert_eq!(session.get(&path).done(), json!([]));
            session.post(&path, json!({"rdata": {"alias": "y.org"}})).refused("ILLEGAL_OPERATION");
            session.put(&path, json!({"rdata": {"alias": "y.org"}})).refused("ILLEGAL_OPERATION");
            session.delete(&path).refused("ILLEGAL_OPERATION");
            session.get(&format!("{path}/5")).refused("NOT_FOUND").says("id: No such record");
        }
        assert_eq!(session.staged(), ["add A www.x.org"]);
    }

    fn r3_numbers_come_as_digits_and_go_as_numbers_and_null_is_not_given(server: &Server) {
        let session = admin(server);
        session.zone(ZONE);
        let rdata = json!({"priority": "1", "weight": "0", "port": "443", "target": "y.org", "extra": null});
        let made = session.post("SRVRecord/x.org/_s._tcp.x.org", json!({"rdata": rdata, "ttl": "1800", "note": null})).done();
        assert_eq!(made["rdata"], json!({"priority": 1, "weight": 0, "port": 443, "target": "y.org."}));
        assert_eq!(made["ttl"], 1800);
        let path = format!("SRVRecord/x.org/_s._tcp.x.org/{}", id(&made));
        let put = session.put(&path, json!({"rdata": {"port": null, "weight": "7"}, "ttl": null})).done();
        assert_eq!(put["rdata"], json!({"priority": 1, "weight": 7, "port": 443, "target": "y.org."}));
        assert_eq!(put["ttl"], 1800);
    }

    fn r13_the_same_record_reads_alike_in_every_format(server: &Server) {
        let session = admin(server);
        session.zone(ZONE);
        let xml = "<q><rdata><preference>10</preference><exchange>mx.y.org</exchange></rdata><ttl>60</ttl></q>";
        let made = session.0.bare("POST", "MXRecord/x.org/x.org").body("text/xml", xml).send();
        assert!(made.status == 200 && made.text().contains("<preference type=\"int\">10</preference>"), "{made}");
        let yaml = "rdata:\n  preference: 20\n  exchange: mx2.y.org\n";
        let made = session.0.bare("POST", "MXRecord/x.org/x.org").body("application/yaml", yaml).send();
        assert!(made.status == 200 && made.text().contains("\"exchange\": \"mx2.y.org.\""), "{made}");
        let read = session.0.bare("GET", "MXRecord/x.org/x.org?detail=y").header("Content-Type", JSON).send().json();
        let rdata: Vec<Value> = list(&read["data"]).iter().map(|record| record["rdata"].clone()).collect();
        assert_eq!(rdata, [json!({"preference": 10, "exchange": "mx.y.org."}), json!({"preference": 20, "exchange": "mx2.y.org."})]);
        assert_eq!(text(&read["status"]), "success");
    }
}
