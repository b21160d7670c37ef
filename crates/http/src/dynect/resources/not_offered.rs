//! What the original had and this registry has not (rule U5, and DEPRECATED_REQUEST of rule E4).

/// Why a resource is not served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Absent {
    /// The original had given it up.
    Deprecated,
    /// It is left out here.
    NotOffered,
    /// There never was one of this name.
    Unknown,
}

/// What the original had given up.
const DEPRECATED: [&str; 4] = ["LoadBalance", "LoadBalancePoolEntry", "IPTrack", "CDNManager"];

/// What is left out, by whole names.
const NAMES: [&str; 10] = [
    "Failover",
    "Notifier",
    "Monitor",
    "HTTPRedirect",
    "UpdateUser",
    "Secondary",
    "ZoneTransfer",
    "TSIGKey",
    "ExtNameserver",
    "Password",
];

/// What is left out, by how names begin.
const FAMILIES: [&str; 9] =
    ["DSF", "GSLB", "RTTM", "Geo", "AdvRedirect", "DDNS", "DNSSEC", "Customer", "PermissionGroup"];

/// What is left out, by how names end: reports, but for those that are offered.
const REPORTS: &str = "Report";

/// Why there is no resource of this name, which is none of those offered.
pub(crate) fn absent(name: &str) -> Absent {
    let is = |known: &&str| known.eq_ignore_ascii_case(name);
    let begins = |start: &&str| name.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start));
    let ends = |end: &str| {
        let at = name.len().checked_sub(end.len());
        at.and_then(|at| name.get(at..)).is_some_and(|found| found.eq_ignore_ascii_case(end))
    };
    // `User…Entry`: groups, zones and permissions of users, one by one.
    let is_entry = begins(&"User") && ends("Entry");
    if DEPRECATED.iter().any(is) {
        Absent::Deprecated
    } else if NAMES.iter().any(is) || FAMILIES.iter().any(begins) || ends(REPORTS) || is_entry {
        Absent::NotOffered
    } else {
        Absent::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn u5_what_the_original_had_is_told_from_what_never_was() {
        for name in [
            "DSF",
            "dsfnode",
            "GSLBRegionPoolEntry",
            "RTTM",
            "RTTMLogReport",
            "GeoNodeList",
            "Failover",
            "notifier",
            "Monitor",
            "HTTPRedirect",
            "AdvRedirectRule",
            "DDNSHost",
            "UpdateUser",
            "DNSSEC",
            "DNSSECKey",
            "Secondary",
            "ZoneTransfer",
            "TSIGKey",
            "ExtNameserver",
            "QPSReport",
            "CustomerIPACL",
            "Password",
            "PermissionGroupUserEntry",
            "UserZoneEntry",
            "UserGroupEntry",
        ] {
            assert_eq!(absent(name), Absent::NotOffered, "{name}");
        }
        for name in ["LoadBalance", "loadbalancepoolentry", "IPTrack", "CDNManager"] {
            assert_eq!(absent(name), Absent::Deprecated, "{name}");
        }
        for name in ["Foo", "", "Zones", "DS", "Entry", "ZoneFileImport", "Übersicht", "FooRecord"] {
            assert_eq!(absent(name), Absent::Unknown, "{name}");
        }
    }
}
