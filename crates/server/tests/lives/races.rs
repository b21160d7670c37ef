//! Many at once: one wins, the others are told by the rule, and no state that the rules forbid is left (rule X1).

use std::collections::BTreeMap;

use domesday_app::refusal::Refusal;
use domesday_domain::policy::Value;

use crate::world::{REGISTRARS, World};
use crate::{lives, told};

fn count(told: impl IntoIterator<Item = String>) -> BTreeMap<String, usize> {
    told.into_iter().fold(BTreeMap::new(), |mut counts, word| {
        *counts.entry(word).or_default() += 1;
        counts
    })
}

fn st() -> Vec<(&'static str, Value)> {
    let optional = Value::Members(vec![("registrant".to_owned(), "optional".into())]);
    vec![("preset", "st".into()), ("contacts", optional), ("transfer_lock", "P0D".into())]
}

/// All of these at once, each on a task of its own.
async fn at_once<T>(
    tasks: impl IntoIterator<Item = impl Future<Output = Result<T, Refusal>>>,
) -> Vec<Result<T, Refusal>> {
    futures_util::future::join_all(tasks).await
}

fn words<T>(outcomes: Vec<Result<T, Refusal>>) -> BTreeMap<String, usize> {
    count(outcomes.into_iter().map(told))
}

lives!(x1_of_fifty_who_register_a_name_one_does, |world| {
    world.tld(&st()).await;
    let by = |number: usize| REGISTRARS[number % REGISTRARS.len()];
    let outcomes = at_once((0..50).map(|number| world.create(by(number), "blue.st", 1))).await;
    assert_eq!(words(outcomes), BTreeMap::from([("ok".to_owned(), 1), ("Exists in-use".to_owned(), 49)]));
    assert_eq!(world.stands("blue.st").await, (true, true));
});

lives!(x1_of_equal_renewals_one_renews, |world| {
    world.tld(&st()).await;
    let before = world.create("acme", "blue.st", 1).await.expect("it is registered").info.view.expires;
    let outcomes = at_once((0..20).map(|_| world.renew_from("acme", "blue.st", before))).await;
    assert_eq!(words(outcomes), BTreeMap::from([("ok".to_owned(), 1), ("OutOfRange expiry-differs".to_owned(), 19)]));
});

lives!(x1_approval_and_cancellation_do_not_both_win, |world| {
    world.tld(&st()).await;
    for number in 0..6 {
        let name = format!("blue{number}.st");
        world.create("acme", &name, 1).await.expect("it is registered");
        world.transfer("zeta", &name, "request").await.expect("it is asked for");
        let ops = [("acme", "approve"), ("zeta", "cancel"), ("acme", "reject")];
        let outcomes = at_once(ops.map(|(by, op)| world.transfer(by, &name, op))).await;
        assert_eq!(
            words(outcomes),
            BTreeMap::from([("ok".to_owned(), 1), ("NoTransferPending no-transfer".to_owned(), 2)])
        );
    }
});

/// A domain's state that rule S2 forbids, or a zone that does not agree with it, in words.
async fn wrong(world: &World, name: &str) -> Option<String> {
    let info = world.read(name).await;
    let words: Vec<&str> = info.iter().flat_map(|info| &info.view.statuses).map(|status| status.as_str()).collect();
    let has = |word: &str| words.contains(&word);
    let forbidden = has("pendingDelete") && (has("clientDeleteProhibited") || has("pendingTransfer"));
    let ought = info.is_some() && !has("pendingDelete") && !has("serverHold") && !has("clientHold");
    let stands = world.stands(name).await.0;
    (forbidden || ought != stands).then(|| format!("{name}: {words:?}, stands {stands}"))
}

lives!(x1_transfers_renewals_and_deletions_at_once_leave_no_forbidden_state, |world| {
    world.tld(&st()).await;
    for round in 0..5 {
        let name = format!("blue{round}.st");
        world.create("acme", &name, 1).await.expect("it is registered");
        if round % 2 == 0 {
            world.house.pass(86_400 * 6);
        }
        world.transfer("zeta", &name, "request").await.expect("it is asked for");
        let kinds = 0..24;
        let outcomes = futures_util::future::join_all(kinds.map(async |number| match number % 6 {
            0 => told(world.renew("acme", &name, 1).await),
            1 => told(world.delete("acme", &name).await),
            2 => told(world.transfer("acme", &name, "approve").await),
            3 => told(world.transfer("zeta", &name, "cancel").await),
            4 => told(world.transfer("yolo", &name, "request").await),
            _ => told(world.restore("acme", &name).await),
        }))
        .await;
        assert!(!outcomes.iter().any(|word| word.contains("Broken") || word.contains("Failed")), "{outcomes:?}");
        assert_eq!(wrong(world, &name).await, None, "{outcomes:?}");
    }
});
