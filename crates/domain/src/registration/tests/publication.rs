//! What of a domain is in the zone.

use super::samples::*;
use crate::registration::commands::delete;
use crate::registration::*;

#[test]
fn z2_a_hold_keeps_a_domain_out_of_the_zone_and_leaves_the_cut() {
    let versions = always(open_st());
    let domain = then(&registered(&versions, "2026-01-01", 1), &versions, "2026-06-01");
    assert!(domain.is_published() && domain.counts_as_cut());
    for word in StoredStatus::ALL.map(StoredStatus::as_str) {
        let domain = with_statuses(&domain, &versions, &[word]);
        assert_eq!(domain.is_published(), !word.ends_with("Hold"), "{word}");
        assert!(domain.counts_as_cut(), "{word}");
    }
    let mut bare = domain.registration().clone();
    bare.name_servers = 0;
    let bare = project(&bare, &versions, domain.now()).present;
    assert!(!bare.is_published() && bare.counts_as_cut());
}

#[test]
fn l9_a_deleted_domain_leaves_the_zone_and_is_a_cut_until_the_purge() {
    let versions = always(open_st());
    let domain = then(&registered(&versions, "2026-01-01", 1), &versions, "2026-06-01");
    let deleted = delete(&domain, &versions, ACME).unwrap().present;
    for (now, is_cut) in
        [("2026-06-01", true), ("2026-07-01", true), ("2026-07-05T23:59:59", true), ("2026-07-06", false)]
    {
        let domain = then(&deleted, &versions, now);
        assert_eq!((domain.is_published(), domain.counts_as_cut()), (false, is_cut), "{now}");
    }
}
