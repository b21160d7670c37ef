//! What an entry is about, and the way its change came in.

/// What an entry is about, where it is no zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectKind {
    /// Rules about TLDs, or the block list: what decides which names may be zones.
    NamePolicy,
    /// An account.
    Account,
    /// A registered domain.
    Domain,
    /// A contact.
    Contact,
    /// A host.
    Host,
    /// The registration policy of a TLD.
    RegistrationPolicy,
    /// An entity of a kind that an admin declared.
    Entity,
    /// A kind of entities.
    EntityKind,
    /// A key that attestations are signed with.
    SigningKey,
}

impl SubjectKind {
    /// The number it is stored as.
    pub fn number(self) -> i16 {
        match self {
            Self::NamePolicy => 1,
            Self::Account => 2,
            Self::Domain => 3,
            Self::Contact => 4,
            Self::Host => 5,
            Self::RegistrationPolicy => 6,
            Self::Entity => 7,
            Self::EntityKind => 8,
            Self::SigningKey => 9,
        }
    }
}

/// The way a change came in, as `face` of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// The zones face.
    Zones,
    /// The face for clients written for mreg.
    Mreg,
    /// The TLD face, in either of its forms.
    Tlds,
    /// The DynECT face.
    Dynect,
    /// The registrar face.
    Registrar,
    /// The entities face.
    Entities,
    /// The public view of the registry, by RDAP.
    Rdap,
    /// The command line.
    CommandLine,
    /// Due work of the system itself.
    System,
}

impl Face {
    /// The word clients see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Zones => "zones",
            Self::Mreg => "mreg",
            Self::Tlds => "tlds",
            Self::Dynect => "dynect",
            Self::Registrar => "registrar",
            Self::Entities => "entities",
            Self::Rdap => "rdap",
            Self::CommandLine => "cli",
            Self::System => "system",
        }
    }
}
