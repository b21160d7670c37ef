//! Why a text or an octet string is not a name. Each message is a fragment that completes "… is not a domain name: ".

/// Why something is not a domain name.
#[derive(thiserror::Error, Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum NameError {
    /// The text is empty; the root is written `.`.
    #[error("it is empty")]
    Empty,
    /// Two dots in a row, or a dot at the start (RFC 1035 section 2.3.1).
    #[error("it has an empty label")]
    EmptyLabel,
    /// A label has more than 63 octets (RFC 1035 section 2.3.4).
    #[error("a label is longer than 63 octets")]
    LabelTooLong,
    /// The name has more than 255 octets on the wire (RFC 1035 section 2.3.4).
    #[error("it is longer than 255 octets")]
    TooLong,
    /// A backslash that starts neither `\DDD` up to 255 nor `\c`.
    #[error("it has a backslash that starts no escape (`\\DDD` up to 255, or `\\` and a character)")]
    BadEscape,
    /// A character that may stand in a name only as an escape (N6).
    #[error("the character {0:?} is not allowed unless escaped")]
    BadCharacter(char),
    /// A label that is no valid internationalised label (N2); the label as given.
    #[error("`{0}` is not a valid internationalised label")]
    BadIdn(String),
    /// A relative name in a zone file where no origin is known.
    #[error("it is relative, and no $ORIGIN is known")]
    NoOrigin,
    /// The octets are not one uncompressed name (RFC 1035 section 3.1).
    #[error("the octets are not one uncompressed name")]
    BadWire,
}
