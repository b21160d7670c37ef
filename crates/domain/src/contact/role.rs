//! What a contact is to a domain.

use crate::word::words;

words! {
    /// A contact's role: one contact each (rule D2).
    ContactRole {
        /// Whose domain it is.
        Registrant = "registrant",
        /// Who decides about it day by day.
        Admin = "admin",
        /// Who runs it.
        Tech = "tech",
        /// Who is sent the bills.
        Billing = "billing",
        /// Shown in the registrant's place.
        RegistrantPrivacy = "registrant_privacy",
        /// Shown in the administrative contact's place.
        AdminPrivacy = "admin_privacy",
        /// Shown in the technical contact's place.
        TechPrivacy = "tech_privacy",
        /// Shown in the billing contact's place.
        BillingPrivacy = "billing_privacy",
    }
}

impl ContactRole {
    /// The role that is shown in this one's place, if one is set (rule R8); none for those themselves.
    pub fn privacy(self) -> Option<Self> {
        match self {
            Self::Registrant => Some(Self::RegistrantPrivacy),
            Self::Admin => Some(Self::AdminPrivacy),
            Self::Tech => Some(Self::TechPrivacy),
            Self::Billing => Some(Self::BillingPrivacy),
            _ => None,
        }
    }

    /// The role as which everybody sees it: one that stands in for another is seen as that (rule R8).
    pub fn shown_as(self) -> Self {
        let replaced = |role: &&Self| role.privacy() == Some(self);
        [Self::Registrant, Self::Admin, Self::Tech, Self::Billing].iter().find(replaced).copied().unwrap_or(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word::Word;

    #[test]
    fn d2_there_are_eight_roles_and_four_stand_in_for_the_others() {
        assert_eq!(ContactRole::ALL.len(), 8);
        let stand_ins: Vec<_> = ContactRole::ALL.iter().filter_map(|role| role.privacy()).collect();
        assert_eq!(stand_ins, ContactRole::ALL[4..]);
        let seen: Vec<_> = ContactRole::ALL.iter().map(|role| role.shown_as()).collect();
        assert_eq!(seen, ContactRole::ALL[..4].repeat(2));
        for role in ContactRole::ALL {
            assert_eq!(ContactRole::parse(role.as_str()), Some(*role));
        }
        for bad in ["", "Registrant", "owner", "registrant "] {
            assert_eq!(ContactRole::parse(bad), None, "{bad}");
        }
    }
}
