//! Laws of the program: its verdicts, and its status.

use super::*;

/// Status, standard output and standard error.
fn ran(arguments: &[&str]) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let status = run(arguments.iter().map(ToString::to_string).collect(), &mut out, &mut err).unwrap();
    (status, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

#[test]
fn a_name_is_told_with_verdict_tld_suffix_and_registrable_domain() {
    let (status, out, err) = ran(&["WWW.Shop.Co.UK."]);
    assert_eq!((status, err.as_str()), (0, ""));
    assert_eq!(
        out,
        "www.shop.co.uk: allowed\n  \
           www.shop.co.uk lies below the effective TLD co.uk (rule co.uk) (below_tld)\n  \
           effective TLD: co.uk\n  \
           public suffix: co.uk\n  \
           registrable domain: shop.co.uk\n"
    );
}

/// The words in brackets, and what stands behind the colons.
fn said(name: &str, option: Option<&str>) -> (Vec<String>, [String; 3]) {
    let arguments: Vec<&str> = option.into_iter().chain([name]).collect();
    let out = ran(&arguments).1;
    let reasons = out.lines().filter_map(|line| line.strip_suffix(')')?.rsplit_once(" (").map(|(_, code)| code));
    let reasons = reasons.filter(|code| code.contains('_')).map(str::to_owned).collect();
    let value = |label: &str| {
        let line = out.lines().find_map(|line| line.trim_start().strip_prefix(label));
        line.map(|value| value.trim_start_matches(": ").to_owned()).unwrap_or_default()
    };
    (reasons, ["effective TLD", "public suffix", "registrable domain"].map(value))
}

#[test]
fn refusals_and_the_differences_between_tld_and_suffix_are_told() {
    for (name, option, reasons, values) in [
        ("co.uk", None, &["is_tld"][..], ["co.uk", "co.uk", "none"]),
        ("co.uk", Some("--registry-zone"), &["registry_zone"], ["co.uk", "co.uk", "none"]),
        ("shop.co.uk", Some("--registry-zone"), &["not_a_tld"], ["co.uk", "co.uk", "shop.co.uk"]),
        ("com", None, &["single_label", "is_tld"], ["com", "com", "none"]),
        ("kawasaki.jp", None, &["is_tld"], ["kawasaki.jp", "jp", "none"]),
        ("city.kawasaki.jp", None, &["below_tld"], ["kawasaki.jp", "kawasaki.jp", "city.kawasaki.jp"]),
        ("a.no-such-tld", None, &["no_tld"], ["none", "no-such-tld", "none"]),
        (
            "shop.한국",
            None,
            &["below_tld"],
            ["xn--3e0b707e (한국)", "xn--3e0b707e (한국)", "shop.xn--3e0b707e (shop.한국)"],
        ),
        ("co..uk", None, &["invalid_name"], ["", "", ""]),
    ] {
        assert_eq!(
            said(name, option),
            (reasons.iter().map(ToString::to_string).collect(), values.map(str::to_owned)),
            "{name}"
        );
    }
}

#[test]
fn the_status_is_1_if_one_name_is_refused_and_2_if_none_is_asked_about() {
    for (arguments, status) in [
        (&["a.com", "b.com"][..], 0),
        (&["a.com", "com", "b.com"], 1),
        (&["a.com", "a\n.com"], 1),
        (&[], 2),
        (&["--registry-zone"], 2),
        (&["--what", "a.com"], 2),
    ] {
        let (told, out, err) = ran(arguments);
        assert_eq!(told, status, "{arguments:?}");
        assert_eq!((out.is_empty(), err.is_empty()), (status == 2, status != 2), "{arguments:?}");
    }
}
