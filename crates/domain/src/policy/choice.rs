//! The choices of a policy, word by word.

use crate::word::words;

words! {
    /// Whether new names are taken.
    Registrations {
        /// They are.
        Open = "open",
        /// Create is refused.
        Closed = "closed",
    }
}

words! {
    /// What happens when a domain reaches its expiry.
    AtExpiry {
        /// A year is added, again and again (rule L5).
        AutoRenew = "auto_renew",
        /// It is expired, and in the end deleted (rule L6).
        Expire = "expire",
    }
}

words! {
    /// When a transfer that was asked for takes place.
    TransferModel {
        /// After the window, unless somebody decides before.
        Standard = "standard",
        /// At once.
        Immediate = "immediate",
    }
}

words! {
    /// Whether a domain has a contact in a role.
    ContactRule {
        /// It must.
        Required = "required",
        /// It may.
        Optional = "optional",
        /// It must not.
        Forbidden = "forbidden",
    }
}

words! {
    /// Whether a name server below a TLD with a policy needs its parent registered (rule H4).
    NsParent {
        /// It does.
        Registered = "registered",
        /// It does not; a warning is given.
        Any = "any",
    }
}

words! {
    /// Which addresses a host may have (rule H6).
    AddressClass {
        /// Those of single machines, private ones too.
        Unicast = "unicast",
        /// Those that can be reached from everywhere.
        Global = "global",
    }
}

words! {
    /// Which hyphens a label may have (rule N3).
    Hyphens {
        /// None in third and fourth place, unless it is an A-label.
        AceOnly = "ace_only",
        /// No two in a row, and so no A-labels.
        Forbid = "forbid",
    }
}

words! {
    /// What a domain's code is if its creator gives none (rule D6).
    AuthOnCreate {
        /// One made by the server.
        Generate = "generate",
        /// None: no transfer until one is set.
        Unset = "unset",
    }
}
