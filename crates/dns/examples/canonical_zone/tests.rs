//! Laws of the program: what it prints, what it tells, and its status.

use std::io::{BufReader, Read};

use super::*;

const MESSY: &str = include_str!("messy.zone");
const CANONICAL: &str = include_str!("canonical.zone");

/// Status, standard output and standard error.
fn ran(arguments: &[&str], input: impl BufRead) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = arguments.iter().map(ToString::to_string).collect();
    let status = run(arguments, input, &mut out, &mut err).unwrap();
    (status, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

fn printed(zone: &str) -> String {
    let (status, out, err) = ran(&[], zone.as_bytes());
    assert_eq!((status, err.as_str()), (0, ""), "{zone}");
    out
}

/// What is told of a file at fault.
fn told(zone: &str) -> Vec<String> {
    let (status, out, err) = ran(&["-"], zone.as_bytes());
    assert_eq!((status, out.as_str()), (1, ""), "{zone}");
    err.lines().map(str::to_owned).collect()
}

const SOA: &str = "$ORIGIN example.org.\n@ 60 SOA ns1 host 1 3h 1h 3w 5m\n";

#[test]
fn a_file_as_people_write_it_comes_out_in_canonical_form() {
    assert_eq!(printed(MESSY), CANONICAL);
}

#[test]
fn the_canonical_form_is_its_own_canonical_form() {
    assert_eq!(printed(CANONICAL), CANONICAL);
}

#[test]
fn the_order_of_lines_does_not_matter() {
    let mut lines: Vec<&str> = CANONICAL.lines().rev().collect();
    assert_eq!(printed(&lines.join("\n")), CANONICAL);
    lines.rotate_left(3);
    assert_eq!(printed(&lines.join("\r\n")), CANONICAL);
}

#[test]
fn a_file_is_read_from_its_path_as_from_standard_input() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/canonical_zone/messy.zone");
    assert_eq!(ran(&[path], &b""[..]), (0, CANONICAL.to_owned(), String::new()));
    let relative = MESSY.replace("$ORIGIN Example.ORG.\n", "");
    assert_eq!(ran(&["--origin", "example.org", "-"], relative.as_bytes()).1, CANONICAL);
}

#[test]
fn every_fault_is_told_with_its_line_and_then_nothing_is_printed() {
    let zone = format!(
        "{SOA}www A 192.0.2.300\nfine A 192.0.2.1\nwww.example.com. A 192.0.2.1\n@ SOA a b 1 1 1 1 1\na..b A 192.0.2.1\n"
    );
    let told = told(&zone);
    assert_eq!(told.len(), 4, "{told:?}");
    for (line, (place, code)) in told.iter().zip([
        ("-:3: ", "(bad_rdata)"),
        ("-:5: www.example.com is not in the zone example.org", "(outside_zone)"),
        ("-:6: a second SOA; the first is in line 2", "(two_soa)"),
        ("-:7: ", "(bad_name)"),
    ]) {
        assert!(line.starts_with(place) && line.ends_with(code), "{line}");
    }
}

#[test]
fn a_file_without_a_soa_is_no_zone() {
    for zone in ["", "; nothing\n", "www.example.org. 60 A 192.0.2.1\n"] {
        assert_eq!(told(zone), ["-:0: the file has no SOA, so it is no zone (no_soa)"], "{zone:?}");
    }
}

#[test]
fn a_line_without_a_ttl_has_the_one_in_force_and_a_set_the_lowest_of_its_own() {
    for (file, ttl) in [
        (format!("{SOA}www A 192.0.2.1\n"), 60),
        (format!("{SOA}$TTL 7\nwww A 192.0.2.1\n"), 7),
        (format!("{SOA}a 9 A 192.0.2.1\nwww A 192.0.2.1\n"), 9),
        (format!("$ORIGIN example.org.\nwww A 192.0.2.1\n{SOA}"), 60),
        (format!("$ORIGIN example.org.\nwww A 192.0.2.1\n{}", SOA.replace("60 ", "")), 300),
        (format!("{SOA}www 80 A 192.0.2.1\nwww 8 A 192.0.2.1\n"), 8),
    ] {
        let printed = printed(&file);
        assert_eq!(printed.lines().last(), Some(format!("www.example.org. {ttl} IN A 192.0.2.1").as_str()), "{file}");
    }
}

/// An input that breaks off.
struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is gone"))
    }
}

#[test]
fn the_status_is_2_if_nothing_could_be_judged() {
    let (status, out, err) = ran(&[], BufReader::new(Broken));
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(err.contains("the disk is gone"), "{err}");
    for arguments in [
        &["--origin"][..],
        &["--origin", "a..b"],
        &["--what"],
        &["-w"],
        &["one.zone", "two.zone"],
        &["/there/is/no/such.zone"],
    ] {
        let (status, out, err) = ran(arguments, SOA.as_bytes());
        assert_eq!((status, out.as_str()), (2, ""), "{arguments:?}");
        assert!(err.starts_with("canonical_zone: "), "{err}");
    }
}
