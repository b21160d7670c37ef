//! Whether a host is somebody's, and which domain it lies below (`registrar.md` section 6).

use domesday_dns::Name;

use crate::name::HostName;
use crate::tld::RuleTable;
use crate::word::words;

words! {
    /// What kind of host it is.
    HostKind {
        /// Below a live domain, made by that domain's sponsor, who manages it.
        Managed = "managed",
        /// Any other name that is used as a name server: nobody manages it here.
        Reference = "reference",
    }
}

/// Where a host's name lies among the TLDs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostPlace {
    /// Below a registrable name: its parent. Whether that is registered, and whose, is another question.
    Below {
        /// The registrable name above.
        parent: Name,
        /// The effective TLD above that.
        tld: Name,
    },
    /// It is itself a registrable name.
    Registrable {
        /// The effective TLD above.
        tld: Name,
    },
    /// It is itself an effective TLD.
    Tld,
    /// No TLD that is stored is above it.
    Elsewhere,
}

impl HostPlace {
    /// Where a host lies by the rules. Whether the TLD has a policy is for the caller to ask: without one it is as if it lay elsewhere.
    pub fn of(host: &HostName, rules: &RuleTable) -> Self {
        let name = host.as_name();
        let Some(tld) = rules.effective_tld(name).map(|effective| effective.name) else { return Self::Elsewhere };
        let below = name.label_count() - tld.label_count();
        match below {
            0 => Self::Tld,
            1 => Self::Registrable { tld },
            _ => match name.ancestors().nth(below - 1) {
                Some(parent) => Self::Below { parent, tld },
                None => Self::Elsewhere,
            },
        }
    }

    /// The registrable name above, if there is one.
    pub fn parent(&self) -> Option<&Name> {
        match self {
            Self::Below { parent, .. } => Some(parent),
            _ => None,
        }
    }
}

impl HostKind {
    /// The kind of a host whose parent's sponsor, if the parent is registered, is or is not the one who makes it (rule H2).
    pub fn made_by(parents_sponsor: bool) -> Self {
        if parents_sponsor { Self::Managed } else { Self::Reference }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tld::TldPattern;

    fn rules() -> RuleTable {
        ["st", "co.st", "*.bd", "*.ck", "!www.ck"].into_iter().map(|rule| TldPattern::parse(rule).unwrap()).collect()
    }

    fn placed(host: &str) -> String {
        match HostPlace::of(&HostName::parse(host).unwrap(), &rules()) {
            HostPlace::Below { parent, tld } => format!("below {parent} of {tld}"),
            HostPlace::Registrable { tld } => format!("of {tld}"),
            HostPlace::Tld => "tld".to_owned(),
            HostPlace::Elsewhere => "elsewhere".to_owned(),
        }
    }

    #[test]
    fn section_6_the_parent_is_the_registrable_name_above() {
        for (host, place) in [
            ("ns1.blue.st", "below blue.st of st"),
            ("a.b.c.blue.st", "below blue.st of st"),
            ("blue.st", "of st"),
            ("co.st", "tld"),
            ("blue.co.st", "of co.st"),
            ("ns.blue.co.st", "below blue.co.st of co.st"),
            ("ns.shop.com.bd", "below shop.com.bd of com.bd"),
            ("shop.com.bd", "of com.bd"),
            ("com.bd", "tld"),
            ("www.ck", "of ck"),
            ("ns.www.ck", "below www.ck of ck"),
            ("ns.example.net", "elsewhere"),
            ("NS1.Blue.ST.", "below blue.st of st"),
        ] {
            assert_eq!(placed(host), place, "{host}");
        }
    }

    #[test]
    fn h1_h2_what_the_parents_sponsor_makes_is_managed() {
        assert_eq!([true, false].map(|own| HostKind::made_by(own).to_string()), ["managed", "reference"]);
    }

    proptest! {
        #[test]
        fn section_6_a_parent_is_one_label_below_its_tld(labels in proptest::collection::vec("[a-c]|co|st|bd|ck|www", 1..5)) {
            let host = format!("{}.st", labels.join("."));
            let place = HostPlace::of(&HostName::parse(&host).unwrap(), &rules());
            if let HostPlace::Below { parent, tld } = place {
                prop_assert_eq!(parent.parent(), Some(tld));
                prop_assert!(Name::parse(&host).unwrap().is_below(&parent));
            }
        }
    }
}
