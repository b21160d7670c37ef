//! The one table of rule R13: the fields of each type, in its order.

use domesday_dns::RecordType;

use super::kinds::{Kind, NO_ADDRESS, NO_TEXT};
use super::{Field, Given, Wrong};

/// One field of a type.
#[derive(Debug)]
pub(super) struct FieldShape {
    /// Its name, without `rdata.` before it.
    pub(super) name: &'static str,
    /// What it may be.
    pub(super) kind: Kind,
    /// What it is unless it is given; none if it is required.
    default: Option<&'static str>,
    /// Whether an empty text will do.
    may_be_empty: bool,
}

/// What the rdata of a type consists of here.
#[derive(Debug)]
pub(super) struct Shape {
    /// The type it shows as.
    pub(super) rtype: RecordType,
    /// The type in lower case, as keys have it.
    pub(super) key: &'static str,
    /// Its fields.
    pub(super) fields: &'static [FieldShape],
    /// Their places in the order of the printed value, where that is another.
    order: &'static [usize],
    /// The fields that an update ignores (Z7).
    pub(super) fixed: &'static [&'static str],
}

impl Shape {
    /// The places of the fields, in the order of the printed value.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> {
        (0..self.fields.len()).map(|index| self.order.get(index).copied().unwrap_or(index))
    }
}

impl FieldShape {
    /// Its part of the printed value, from what is given. `stays` is the part that the value has now, for which that stands which is
    /// not given, or given as it shows; `earlier` are the parts of the fields before.
    pub(super) fn read(&self, given: Given<'_>, stays: Option<&str>, earlier: &[String]) -> Result<String, Wrong> {
        // A gateway is judged by its type, which may have been given without it.
        let (given, stays) = match (self.kind, given) {
            (Kind::Gateway, Given::Nothing) => (stays.map_or(Given::Nothing, Given::Text), None),
            (Kind::Gateway, _) => (given, None),
            _ => (given, stays),
        };
        if let Some(part) = stays.filter(|part| given == Given::Nothing || is_shown(given, &self.kind.shown(part))) {
            return Ok(part.to_owned());
        }
        let number;
        let text = match (given, self.default) {
            (Given::Text(""), _) if self.may_be_empty => "",
            (Given::Nothing | Given::Text(""), Some(default)) => default,
            (Given::Nothing | Given::Text(""), None) => return Err(Wrong::Missing(self.name)),
            (Given::Text(text), _) => text,
            (Given::Number(given), _) => {
                number = given.to_string();
                &number
            }
            (Given::Other, _) => return Err(self.wrong(NO_TEXT)),
        };
        if text.chars().any(char::is_control) {
            return Err(self.wrong("Not a text without control characters"));
        }
        self.kind.read(text, earlier).map_err(|detail| self.wrong(detail))
    }

    /// What is told of a value that will not do; of an address always the same (section 8).
    fn wrong(&self, detail: impl Into<String>) -> Wrong {
        let is_address = matches!(self.kind, Kind::Ipv4 | Kind::Ipv6);
        Wrong::Invalid { field: self.name, detail: if is_address { NO_ADDRESS.to_owned() } else { detail.into() } }
    }
}

/// Whether a field is given as it shows; integers also as texts.
fn is_shown(given: Given<'_>, shown: &Field) -> bool {
    match (given, shown) {
        (Given::Text(text), Field::Text(shown)) => text == shown,
        (Given::Number(number), Field::Number(shown)) => number == *shown,
        (Given::Text(text), Field::Number(shown)) => text == shown.to_string(),
        _ => false,
    }
}

/// The shape of a type that has field names.
pub(super) fn shape(shown: RecordType) -> Option<&'static Shape> {
    SHAPES.iter().find(|shape| shape.rtype == shown)
}

/// The shape of all other types: one field, the printed value.
pub(super) static WHOLE: Shape = of(RecordType(0), "", &[field(super::WHOLE, Kind::Whole)]);

const fn of(rtype: RecordType, key: &'static str, fields: &'static [FieldShape]) -> Shape {
    Shape { rtype, key, fields, order: &[], fixed: &[] }
}

const fn field(name: &'static str, kind: Kind) -> FieldShape {
    FieldShape { name, kind, default: None, may_be_empty: false }
}

const fn may_be_empty(name: &'static str, kind: Kind) -> FieldShape {
    FieldShape { may_be_empty: true, ..field(name, kind) }
}

const fn optional(name: &'static str, kind: Kind, default: &'static str) -> FieldShape {
    FieldShape { default: Some(default), ..field(name, kind) }
}

const fn name(name: &'static str) -> FieldShape {
    field(name, Kind::Name)
}

/// An integer of 8 bits.
const fn octet(name: &'static str) -> FieldShape {
    field(name, Kind::Number { most: 255 })
}

/// An integer of 16 bits.
const fn short(name: &'static str) -> FieldShape {
    field(name, Kind::Number { most: 65_535 })
}

/// An integer of 32 bits.
const fn long(name: &'static str) -> FieldShape {
    field(name, Kind::Number { most: 4_294_967_295 })
}

/// A size or precision of LOC, in metres.
const fn size(name: &'static str, default: &'static str) -> FieldShape {
    optional(name, Kind::Metres { least: 0, most: 90_000_000 }, default)
}

const DELEGATION_SIGNER: &[FieldShape] =
    &[short("keytag"), octet("algorithm"), octet("digtype"), field("digest", Kind::Hex)];

const KEY: &[FieldShape] = &[short("flags"), octet("algorithm"), octet("protocol"), field("public_key", Kind::Base64)];

/// A key, whose protocol is printed before its algorithm.
const fn key(rtype: RecordType, key: &'static str) -> Shape {
    Shape { order: &[0, 2, 1, 3], ..of(rtype, key, KEY) }
}

const SPELLED: &[FieldShape] = &[field("txtdata", Kind::Spelled)];

const EXCHANGE: &[FieldShape] = &[short("preference"), name("exchange")];

/// Every type of R13, by name.
pub(super) static SHAPES: &[Shape] = &[
    of(RecordType::A, "a", &[field("address", Kind::Ipv4)]),
    of(RecordType::AAAA, "aaaa", &[field("address", Kind::Ipv6)]),
    of(
        RecordType::CAA,
        "caa",
        &[octet("flags"), field("tag", Kind::Tag), may_be_empty("value", Kind::Text { most: 65_535 })],
    ),
    key(RecordType::CDNSKEY, "cdnskey"),
    of(RecordType::CDS, "cds", DELEGATION_SIGNER),
    of(
        RecordType::CERT,
        "cert",
        &[short("format"), short("tag"), octet("algorithm"), field("certificate", Kind::Base64)],
    ),
    of(RecordType::CNAME, "cname", &[name("cname")]),
    of(RecordType::CSYNC, "csync", &[long("soa_serial"), field("flags", Kind::SyncFlags), field("types", Kind::Types)]),
    of(RecordType::DHCID, "dhcid", &[field("digest", Kind::Base64)]),
    of(RecordType::DNAME, "dname", &[name("dname")]),
    key(RecordType::DNSKEY, "dnskey"),
    of(RecordType::DS, "ds", DELEGATION_SIGNER),
    of(
        RecordType::IPSECKEY,
        "ipseckey",
        &[
            octet("precedence"),
            field("gatetype", Kind::Number { most: 3 }),
            octet("algorithm"),
            field("gateway", Kind::Gateway),
            field("public_key", Kind::Base64),
        ],
    ),
    key(RecordType::KEY, "key"),
    of(RecordType::KX, "kx", EXCHANGE),
    of(
        RecordType::LOC,
        "loc",
        &[
            field("latitude", Kind::Latitude),
            field("longitude", Kind::Longitude),
            field("altitude", Kind::Metres { least: -100_000, most: 42_849_672 }),
            size("size", "1"),
            size("horiz_pre", "10000"),
            size("vert_pre", "10"),
            optional("version", Kind::Version, "0"),
        ],
    ),
    of(RecordType::MX, "mx", EXCHANGE),
    of(
        RecordType::NAPTR,
        "naptr",
        &[
            short("order"),
            short("preference"),
            may_be_empty("flags", Kind::Flags),
            may_be_empty("services", Kind::Text { most: 255 }),
            may_be_empty("regexp", Kind::Text { most: 255 }),
            name("replacement"),
        ],
    ),
    of(RecordType::NS, "ns", &[name("nsdname")]),
    of(RecordType::NSAP, "nsap", &[field("nsap", Kind::Nsap)]),
    of(RecordType::PTR, "ptr", &[name("ptrdname")]),
    of(RecordType::PX, "px", &[short("preference"), name("map822"), name("mapx400")]),
    of(RecordType::RP, "rp", &[name("mbox"), name("txtdname")]),
    Shape {
        fixed: &["mname", "serial"],
        ..of(
            RecordType::SOA,
            "soa",
            &[
                name("mname"),
                field("rname", Kind::Mailbox),
                long("serial"),
                long("refresh"),
                long("retry"),
                long("expire"),
                long("minimum"),
            ],
        )
    },
    of(RecordType::SPF, "spf", SPELLED),
    of(RecordType::SRV, "srv", &[short("priority"), short("weight"), short("port"), name("target")]),
    of(RecordType::SSHFP, "sshfp", &[octet("algorithm"), octet("fptype"), field("fingerprint", Kind::Hex)]),
    of(
        RecordType::TLSA,
        "tlsa",
        &[octet("cert_usage"), octet("selector"), octet("match_type"), field("certificate", Kind::Hex)],
    ),
    of(RecordType::TXT, "txt", SPELLED),
];
