//! What of a contact may be shown to everybody (rules C6, R10).
//!
//! The policy of a TLD shows some of every contact, part by part; a contact adds to that, field by field. Nothing takes away.

use crate::word::words;

words! {
    /// What a contact can disclose of itself.
    ContactField {
        /// The name.
        Name = "name",
        /// The organisation.
        Org = "org",
        /// The whole address.
        Addr = "addr",
        /// The telephone.
        Voice = "voice",
        /// The fax.
        Fax = "fax",
        /// The mail address.
        Email = "email",
    }
}

words! {
    /// What a policy can disclose of every contact.
    PublicField {
        /// The name.
        Name = "name",
        /// The organisation.
        Org = "org",
        /// The whole address.
        Addr = "addr",
        /// The street.
        Street = "addr.street",
        /// The city.
        City = "addr.city",
        /// The state or province.
        Province = "addr.sp",
        /// The postal code.
        PostalCode = "addr.pc",
        /// The country.
        Country = "addr.cc",
        /// The telephone.
        Voice = "voice",
        /// The fax.
        Fax = "fax",
        /// The mail address.
        Email = "email",
    }
}

impl PublicField {
    /// The field of a contact that this is, or is a part of.
    pub fn of(self) -> ContactField {
        match self {
            Self::Name => ContactField::Name,
            Self::Org => ContactField::Org,
            Self::Addr | Self::Street | Self::City | Self::Province | Self::PostalCode | Self::Country => {
                ContactField::Addr
            }
            Self::Voice => ContactField::Voice,
            Self::Fax => ContactField::Fax,
            Self::Email => ContactField::Email,
        }
    }
}

/// Whether something of a contact is shown: if the policy or the contact discloses it, or the whole that it is a part of.
pub fn is_shown(field: PublicField, by_policy: &[PublicField], by_contact: &[ContactField]) -> bool {
    let whole_address = field.of() == ContactField::Addr && by_policy.contains(&PublicField::Addr);
    by_policy.contains(&field) || whole_address || by_contact.contains(&field.of())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c6_a_contact_adds_to_what_the_policy_shows() {
        let policy = [PublicField::Org, PublicField::Province];
        let shown = |own: &[ContactField]| {
            use crate::word::Word;
            PublicField::ALL
                .iter()
                .filter(|field| is_shown(**field, &policy, own))
                .map(|f| f.as_str())
                .collect::<Vec<_>>()
        };
        assert_eq!(shown(&[]), ["org", "addr.sp"]);
        assert_eq!(shown(&[ContactField::Email]), ["org", "addr.sp", "email"]);
        let address = ["org", "addr", "addr.street", "addr.city", "addr.sp", "addr.pc", "addr.cc"];
        assert_eq!(shown(&[ContactField::Addr]), address);
        assert!(is_shown(PublicField::City, &[PublicField::Addr], &[]), "the whole shows its parts");
        assert!(!is_shown(PublicField::Addr, &[PublicField::City], &[]), "a part does not show the whole");
    }
}
