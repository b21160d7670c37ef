//! How many zones an account may have, and how many it has, counted no further than anybody needs to know.

use domesday_domain::account::{AccountId, AccountName};

use crate::contract;
use crate::zones::{account, zone};

contract!(section_1_a_quota_is_kept_until_it_is_given_back, |given| {
    given.write(|tx| {
        account(tx, "acme")?;
        account(tx, "other")
    });
    let quota = |name: &str| {
        let name = AccountName::parse(name).expect("a handle");
        given.read(move |snapshot| snapshot.account(&name)).expect("there").zones_quota
    };
    assert_eq!(quota("acme"), None);
    for value in [Some(0), Some(-1), Some(i64::MAX), None, Some(3)] {
        given.write(move |tx| tx.set_zones_quota(AccountId(1), value));
        assert_eq!((quota("ACME"), quota("other")), (value, None));
    }
    let listed = given.read(|snapshot| snapshot.accounts());
    assert_eq!(listed.iter().map(|account| account.zones_quota).collect::<Vec<_>>(), [Some(3), None]);
    given.write(|tx| tx.update_account(AccountId(1), None, Some(true)));
    assert_eq!(quota("acme"), Some(3));
});

contract!(an_account_is_found_by_number, |given| {
    given.write(|tx| account(tx, "acme"));
    let handle = AccountName::parse("acme").expect("a handle");
    let both = given.read(move |snapshot| Ok([snapshot.account(&handle)?, snapshot.account_numbered(AccountId(1))?]));
    assert!(both[0].is_some() && both[0] == both[1]);
    assert_eq!(given.read(|snapshot| snapshot.account_numbered(AccountId(2))), None);
});

contract!(zones_of_an_account_are_counted_to_a_limit, |given| {
    given.write(|tx| {
        account(tx, "other")?;
        ["a.org", "b.org", "c.org"].into_iter().try_for_each(|text| zone(tx, text).map(drop))
    });
    let acme = AccountName::parse("acme").expect("a handle");
    let acme = given.read(move |snapshot| snapshot.account(&acme)).expect("there").id;
    for (most, expected) in [(0, 0), (2, 2), (3, 3), (4, 3), (u64::MAX, 3)] {
        assert_eq!(given.read(move |snapshot| snapshot.count_zones_of(acme, most)), expected, "up to {most}");
    }
    assert_eq!(given.read(|snapshot| snapshot.count_zones_of(AccountId(1), 9)), 0, "of another account");
});
