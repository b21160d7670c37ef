//! H6 against tables of addresses at the edges of every network.

use proptest::prelude::*;

use super::*;
use crate::host::in_order;

fn drafts(texts: &[&str]) -> Vec<AddressDraft> {
    let draft = |(at, text): (usize, &&str)| AddressDraft {
        place: format!("/addr/{at}"),
        version: None,
        text: (*text).to_owned(),
    };
    texts.iter().enumerate().map(draft).collect()
}

fn refused(texts: &[&str], class: AddressClass) -> Vec<String> {
    let read = read_addresses(&drafts(texts)).unwrap();
    let places: Vec<String> = classify(&read, class).into_iter().map(|fault| fault.place).collect();
    places.iter().map(|place| texts[place.trim_start_matches("/addr/").parse::<usize>().unwrap()].to_owned()).collect()
}

#[test]
fn h6_addresses_are_canonical_and_given_twice_are_once() {
    let texts = ["2001:DB8:0:0:0::1", "192.0.2.9", "2001:db8::1", "192.0.2.1", "192.0.2.9"];
    let read = read_addresses(&drafts(&texts)).unwrap();
    let kept = in_order(read.into_iter().map(|placed| placed.address).collect());
    assert_eq!(kept.iter().map(ToString::to_string).collect::<Vec<_>>(), ["192.0.2.1", "192.0.2.9", "2001:db8::1"]);
}

#[test]
fn h6_u5_what_is_no_address_of_its_version_is_told_at_its_place() {
    let bad = [
        "",
        " ",
        "192.0.2",
        "192.0.2.256",
        "192.0.02.1",
        "0x7f.1",
        "3221225985",
        "192.0.2.1/32",
        "192.0.2.1:53",
        " 192.0.2.1",
        "2001:db8::1%eth0",
        "[2001:db8::1]",
        "2001:db8:::1",
        "1:2:3:4:5:6:7:8:9",
        "ns1.blue.st",
        "１９２.0.2.1",
        "192.0.2.1\0",
    ];
    let faults = read_addresses(&drafts(&bad)).unwrap_err();
    assert_eq!(faults.len(), bad.len(), "{faults:?}");
    assert!(
        faults.iter().enumerate().all(|(at, fault)| fault.place == format!("/addr/{at}") && fault.code == "address")
    );
    let said = |version: &str, text: &str| {
        let draft = AddressDraft { place: "/addr/0".into(), version: Some(version.into()), text: text.into() };
        read_addresses(&[draft]).map(|read| read.len()).map_err(|faults| faults[0].code)
    };
    assert_eq!([said("v4", "192.0.2.1"), said("v6", "2001:db8::1"), said("v6", "::ffff:192.0.2.1")], [Ok(1); 3]);
    for (version, text) in
        [("v6", "192.0.2.1"), ("v4", "2001:db8::1"), ("V4", "192.0.2.1"), ("4", "192.0.2.1"), ("", "192.0.2.1")]
    {
        assert_eq!(said(version, text), Err("address-version"), "{version} {text}");
    }
}

#[test]
fn h6_unicast_refuses_what_is_no_single_machines() {
    let bad = [
        "0.0.0.0",
        "0.255.255.255",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.0.0",
        "169.254.255.255",
        "224.0.0.0",
        "239.255.255.255",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "febf:ffff::",
        "ff00::",
        "ff02::1",
        "::ffff:8.8.8.8",
        "::ffff:ffff:ffff",
    ];
    assert_eq!(refused(&bad, AddressClass::Unicast), bad);
    assert_eq!(refused(&bad, AddressClass::Global), bad);
    let good = [
        "1.0.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "223.255.255.255",
        "10.0.0.1",
        "192.0.2.1",
        "100.64.0.1",
        "198.18.0.1",
        "fc00::1",
        "fec0::1",
        "fe7f::1",
        "2001:db8::1",
        "2002::1",
        "::2",
        "::fffe:8.8.8.8",
        "2001:4860:4860::8888",
        "240.0.0.1",
    ];
    assert_eq!(refused(&good, AddressClass::Unicast), [""; 0]);
}

#[test]
fn h6_global_refuses_private_shared_local_documentation_and_6to4_addresses_too() {
    let bad = [
        "10.0.0.0",
        "10.255.255.255",
        "172.16.0.0",
        "172.31.255.255",
        "192.168.0.0",
        "192.168.255.255",
        "100.64.0.0",
        "100.127.255.255",
        "192.0.2.0",
        "192.0.2.255",
        "198.51.100.7",
        "203.0.113.255",
        "192.88.99.1",
        "198.18.0.0",
        "198.19.255.255",
        "192.0.0.8",
        "240.0.0.0",
        "255.255.255.254",
        "fc00::",
        "fdff:ffff::1",
        "2001:db8::",
        "2001:db8:ffff::1",
        "3fff::1",
        "3fff:fff::1",
        "2002::",
        "2002:ffff::1",
        "fec0::1",
        "feff::1",
        "::192.0.2.1",
        "100::1",
        "2001:0:1::1",
        "2001:2::1",
        "2001:1f::1",
        "2001:2f::1",
        "64:ff9b:1::1",
        "5f00::1",
    ];
    assert_eq!(refused(&bad, AddressClass::Global), bad);
    let good = [
        "9.255.255.255",
        "11.0.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "192.0.1.255",
        "192.0.3.0",
        "192.88.98.1",
        "192.88.100.1",
        "198.17.255.255",
        "198.20.0.0",
        "8.8.8.8",
        "2001:db7:ffff::1",
        "2001:db9::1",
        "2003::1",
        "3ffe::1",
        "3fff:1000::1",
        "64:ff9b::808:808",
        "2001:4860:4860::8888",
        "2620:fe::fe",
        "2001:30::1",
        "2001:3::1",
        "fbff::1",
        "100:0:0:1::1",
    ];
    assert_eq!(refused(&good, AddressClass::Global), [""; 0]);
}

#[test]
fn h6_a_host_has_at_most_sixteen() {
    let some = |count: u8| (0..count).map(|last| IpAddr::from([192, 0, 2, last])).collect::<Vec<_>>();
    assert_eq!(check_count(&some(16), "/addr"), Ok(()));
    let fault = check_count(&some(17), "/add/addr").unwrap_err();
    assert_eq!((fault.place.as_str(), fault.code), ("/add/addr", "too-many"));
}

proptest! {
    #[test]
    fn h6_what_is_printed_reads_back(octets: [u8; 16], v4: bool) {
        let address = if v4 { IpAddr::from([octets[0], octets[1], octets[2], octets[3]]) } else { IpAddr::from(octets) };
        let read = read_addresses(&drafts(&[&address.to_string()])).unwrap();
        prop_assert_eq!(read[0].address, address);
        let unicast = classify(&read, AddressClass::Unicast).len();
        prop_assert!(unicast <= classify(&read, AddressClass::Global).len(), "global is the narrower class");
    }
}
