//! What fields hold, and what follows from it: whether they fit patterns, whether they have an order, what their values look like.

/// What a field holds, and so what it can be compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// A contact's id, whatever the case.
    ContactId,
    /// An account's handle, whatever the case.
    Account,
    /// A domain name, in any spelling.
    Name,
    /// An instant.
    Date,
    /// An IPv4 address.
    V4,
    /// An IPv6 address.
    V6,
    /// A country, whatever the case.
    Country,
    /// A whole number.
    Number,
    /// One of these words.
    Word(&'static [&'static str]),
    /// The word of a message's type.
    MessageType,
}

impl Kind {
    /// Whether values can be compared with a pattern.
    pub(super) fn takes_patterns(self) -> bool {
        !matches!(self, Self::Date | Self::Number)
    }

    /// Whether one value can be less than another.
    pub(super) fn has_order(self) -> bool {
        matches!(self, Self::Text | Self::ContactId | Self::Name | Self::Date | Self::Number)
    }

    /// What a value looks like, for a sentence.
    pub(super) fn form(self) -> String {
        match self {
            Self::Text => "a text of at most 1000 characters, without control characters".into(),
            Self::ContactId => "a contact's id".into(),
            Self::Account => "an account's handle".into(),
            Self::Name => "a domain name".into(),
            Self::Date => "a date: Unix seconds, `yyyy-mm-dd` or RFC 3339, or `null`".into(),
            Self::V4 => "an IPv4 address".into(),
            Self::V6 => "an IPv6 address".into(),
            Self::Country => "a country code of ISO 3166-1 alpha-2".into(),
            Self::Number => "a whole number".into(),
            Self::Word(words) => format!("one of {}", words.join(", ")),
            Self::MessageType => "the type of a message, such as TRANSFER_REQUEST".into(),
        }
    }
}
