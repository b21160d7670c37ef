//! What a field may be: how its part of a printed value shows, and how what is given for it is read into that part.

use std::net::{Ipv4Addr, Ipv6Addr};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domesday_dns::{Email, Name, Rdata, RecordType};

use super::{Field, words};

/// What is said of a list, a map or a boolean where a field is wanted.
pub(super) const NO_TEXT: &str = "Neither a text nor an integer";

/// What is said of what is no address; clients look for it (section 8).
pub(super) const NO_ADDRESS: &str = "Not a valid IP address";

/// The flags of CSYNC that have names (RFC 7477 section 2.1.1.2).
const SYNC_FLAGS: [(&str, u16); 2] = [("immediate", 1), ("soaminimum", 2)];

/// What a field may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An integer.
    Number {
        /// The greatest; the least is 0.
        most: i64,
    },
    /// A length or a height of LOC in metres, with fractions where made elsewhere (RFC 1876).
    Metres {
        /// The least.
        least: i64,
        /// The greatest.
        most: i64,
    },
    /// The version of LOC, which is 0 and not printed.
    Version,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// A domain name, absolute, its final dot optional.
    Name,
    /// The RNAME of a SOA, or a mail address (rule Z12 of `zones.md`).
    Mailbox,
    /// Any text, see [`words::quoted`].
    Text {
        /// The most octets it may have.
        most: usize,
    },
    /// The flags of NAPTR: letters and digits.
    Flags,
    /// The tag of CAA: 1–15 letters and digits.
    Tag,
    /// Hexadecimal, blanks between the digits.
    Hex,
    /// Base64, blanks between the digits.
    Base64,
    /// An NSAP address, `0x` and dots optional.
    Nsap,
    /// `59 56 31.000 N`: degrees north.
    Latitude,
    /// `10 43 14.000 E`: degrees east.
    Longitude,
    /// The gateway of IPSECKEY, whose form is told by `gatetype`, the second field.
    Gateway,
    /// The flags of CSYNC by name, or as a number if they have other bits.
    SyncFlags,
    /// Record types, separated by commas.
    Types,
    /// A TXT value as it is spelled (R7).
    Spelled,
    /// The whole value, printed.
    Whole,
}

impl Kind {
    /// How many words of the printed value it is; none for all that are left.
    pub(super) fn words(self) -> Option<usize> {
        match self {
            Self::Version => Some(0),
            Self::Latitude | Self::Longitude => Some(4),
            Self::Types | Self::Spelled | Self::Whole => None,
            _ => Some(1),
        }
    }

    /// How its part of a printed value shows.
    pub(super) fn shown(self, part: &str) -> Field {
        let number = |text: &str| text.parse().map_or_else(|_| Field::Text(part.to_owned()), Field::Number);
        match self {
            Self::Number { .. } => number(part),
            Self::Metres { .. } => number(part.trim_end_matches('m').split('.').next().unwrap_or(part)),
            Self::Version => Field::Number(0),
            Self::Text { .. } | Self::Flags => Field::Text(words::unquoted(part)),
            Self::Types => Field::Text(part.replace(' ', ",")),
            Self::SyncFlags => Field::Text(sync_flag_names(part).unwrap_or_else(|| part.to_owned())),
            _ => Field::Text(part.to_owned()),
        }
    }

    /// Its part of the printed value, from the text given; `earlier` are the parts of the fields before it in the table.
    ///
    /// # Errors
    /// What the text is not, for people.
    pub(super) fn read(self, text: &str, earlier: &[String]) -> Result<String, String> {
        match self {
            Self::Number { most } => number(text, 0, most).map(|number| number.to_string()),
            Self::Metres { least, most } => number(text, least, most).map(|number| format!("{number}m")),
            Self::Version => number(text, 0, 0).map(|_| String::new()),
            Self::Ipv4 => or(text.parse::<Ipv4Addr>().ok().map(|address| address.to_string()), NO_ADDRESS),
            Self::Ipv6 => or(text.parse::<Ipv6Addr>().ok().map(|address| address.to_string()), NO_ADDRESS),
            Self::Name => {
                Name::parse(text).map(|name| name.fqdn()).map_err(|error| format!("Not a domain name: {error}"))
            }
            Self::Mailbox => {
                Email::parse(text).map(|email| email.rname_text()).map_err(|error| format!("Not a mailbox: {error}"))
            }
            Self::Text { most } => words::quoted(text, most)
                .ok_or_else(|| format!("Not a text of at most {most} octets, quoted as a whole or not at all")),
            Self::Flags => {
                let flags = letters_and_digits(text, 255).then(|| format!("\"{text}\""));
                or(flags, "Not flags of letters and digits")
            }
            Self::Tag => {
                or(letters_and_digits(text, 15).then(|| text.to_owned()), "Not a tag of 1 to 15 letters and digits")
            }
            Self::Hex => or(hex(text, &[' ']), "Not hexadecimal, two digits an octet"),
            Self::Base64 => {
                let encoded = text.replace(' ', "");
                or(STANDARD.decode(&encoded).is_ok_and(|octets| !octets.is_empty()).then_some(encoded), "Not base64")
            }
            Self::Nsap => {
                let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")).unwrap_or(text);
                or(hex(digits, &['.']).map(|digits| format!("0x{digits}")), "Not an NSAP address like 0x47.0005.80")
            }
            Self::Latitude => {
                or(angle(text, "ns", &format!("{text} 0 E 0"), 0), "Not a latitude like `59 56 31.000 N`")
            }
            Self::Longitude => {
                or(angle(text, "ew", &format!("0 N {text} 0"), 4), "Not a longitude like `10 43 14.000 E`")
            }
            Self::Gateway => gateway(text, earlier.get(1).map_or("", String::as_str)),
            Self::SyncFlags => {
                or(sync_flags(text), "Not a list of `immediate` and `soaminimum`, nor an integer from 0 to 65535")
            }
            Self::Types => {
                let types = text.split(',').map(|rtype| rtype.trim().parse::<RecordType>().ok());
                let types: Option<Vec<String>> = types.map(|rtype| rtype.map(|rtype| rtype.to_string())).collect();
                or(types.map(|types| types.join(" ")), "Not a list of record types like `A,NS`")
            }
            Self::Spelled | Self::Whole => Ok(text.to_owned()),
        }
    }
}

fn or(part: Option<String>, fault: &str) -> Result<String, String> {
    part.ok_or_else(|| fault.to_owned())
}

/// Decimal digits, perhaps with a minus: no other sign, no blank (W4).
fn number(text: &str, least: i64, most: i64) -> Result<i64, String> {
    let plain = text.bytes().all(|octet| octet.is_ascii_digit() || octet == b'-');
    let number = if plain { text.parse().ok() } else { None };
    number
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| format!("Not an integer from {least} to {most}"))
}

fn letters_and_digits(text: &str, most: usize) -> bool {
    text.len() <= most && text.bytes().all(|octet| octet.is_ascii_alphanumeric())
}

/// The digits of whole octets, at least one, without the separators.
fn hex(text: &str, separators: &[char]) -> Option<String> {
    let digits = text.replace(separators, "");
    let whole =
        !digits.is_empty() && digits.len().is_multiple_of(2) && digits.bytes().all(|octet| octet.is_ascii_hexdigit());
    whole.then_some(digits)
}

/// An angle that ends with one of two letters, judged by the codec as a part of this location, whose words it is from `start` on.
fn angle(text: &str, letters: &str, location: &str, start: usize) -> Option<String> {
    let last = text.split_ascii_whitespace().next_back()?;
    letters.split("").any(|letter| !letter.is_empty() && letter.eq_ignore_ascii_case(last)).then_some(())?;
    let printed = Rdata::parse(RecordType::LOC, location).ok()?.to_string();
    let (_, rest) = words::split(&printed, start);
    Some(words::split(rest, 4).0.to_owned())
}

/// A gateway of this type (RFC 4025 section 2.5). Nothing is said of it where the type itself is wrong.
fn gateway(text: &str, gateway_type: &str) -> Result<String, String> {
    match gateway_type {
        "0" => or((text == ".").then(|| text.to_owned()), "Not `.`, as there is no gateway of type 0"),
        "1" => Kind::Ipv4.read(text, &[]),
        "2" => Kind::Ipv6.read(text, &[]),
        "3" => Kind::Name.read(text, &[]),
        _ => Ok(String::new()),
    }
}

fn sync_flag_names(part: &str) -> Option<String> {
    let flags: u16 = part.parse().ok()?;
    let named = SYNC_FLAGS.iter().filter(|(_, bit)| flags & bit != 0);
    let others = flags & !SYNC_FLAGS.iter().fold(0, |bits, (_, bit)| bits | bit);
    (flags != 0 && others == 0).then(|| named.map(|(name, _)| *name).collect::<Vec<_>>().join(","))
}

fn sync_flags(text: &str) -> Option<String> {
    if let Ok(flags) = number(text, 0, i64::from(u16::MAX)) {
        return Some(flags.to_string());
    }
    let bit =
        |name: &str| SYNC_FLAGS.iter().find(|(flag, _)| flag.eq_ignore_ascii_case(name.trim())).map(|(_, bit)| *bit);
    let flags = text.split(',').try_fold(0, |flags, name| Some(flags | bit(name)?))?;
    Some(flags.to_string())
}
