//! Random histories on a random clock: what is read before the worker ran is what it then writes, and the zone agrees (rules L1, L13, Z2).

use domesday_app::domains::DomainInfo;
use domesday_domain::policy::Value;

use crate::lives;
use crate::world::{REGISTRARS, World};

const NAMES: [&str; 4] = ["blue.st", "red.st", "green.st", "ten.st"];

/// What is shown of a domain, without what stands in the zone: a worker's lag shows only there.
fn shown(info: Option<DomainInfo>) -> Option<String> {
    info.map(|mut info| {
        info.dns = None;
        info.stored.serial = None;
        info.stored.next_change = None;
        format!("{info:#?}")
    })
}

/// Chance that comes again: the same seed walks the same way.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn between(&mut self, least: u64, most: u64) -> i64 {
        i64::try_from(least + self.below(most - least + 1)).expect("a small number")
    }

    fn pick<'a>(&mut self, list: &'a [&'static str]) -> &'a str {
        list[usize::try_from(self.below(list.len() as u64)).expect("an index")]
    }
}

async fn step(world: &World, chance: &mut Chance) -> &'static str {
    let name = chance.pick(&NAMES);
    let by = chance.pick(&REGISTRARS);
    let (what, done) = match chance.below(10) {
        0..=2 => ("create", world.create(by, name, chance.between(1, 3)).await.is_ok()),
        3 => ("renew", world.renew(by, name, chance.between(1, 4)).await.is_ok()),
        4 => ("delete", world.delete(by, name).await.is_ok()),
        5 => ("restore", world.restore(by, name).await.is_ok()),
        6 | 7 => ("request", world.transfer(by, name, "request").await.is_ok()),
        8 => ("approve", world.transfer(by, name, "approve").await.is_ok()),
        _ => ("reject", world.transfer(by, name, "reject").await.is_ok()),
    };
    if done { what } else { "" }
}

async fn walk(world: &World, policy: &[(&str, Value)], seed: u64) {
    let mut chance = Chance(seed);
    world.tld(policy).await;
    let mut done = Vec::new();
    for _ in 0..60 {
        done.push(step(world, &mut chance).await);
        let seconds = match chance.below(4) {
            0 => chance.between(0, 3600),
            1 => chance.between(0, 86_400 * 10),
            2 => chance.between(0, 86_400 * 60),
            _ => chance.between(0, 86_400 * 400),
        };
        world.house.pass(seconds);
        if chance.below(3) == 0 {
            continue;
        }
        let mut before = Vec::new();
        for name in NAMES {
            before.push(shown(world.read(name).await));
        }
        world.work().await;
        for (name, before) in NAMES.iter().zip(before) {
            let after = world.read(name).await;
            let published = after.as_ref().is_some_and(|info| info.dns.as_ref().is_some_and(|dns| dns.published));
            let ought = after.as_ref().is_some_and(ought_to_stand);
            assert_eq!(shown(after), before, "seed {seed}: {name} after {done:?}");
            assert_eq!((published, world.stands(name).await.0), (ought, ought), "seed {seed}: {name} after {done:?}");
        }
        assert_eq!(world.work().await, 0, "seed {seed}: nothing is due twice");
    }
    let kinds: std::collections::BTreeSet<_> = done.iter().filter(|what| !what.is_empty()).collect();
    assert!(kinds.len() >= 3, "seed {seed}: a walk that goes somewhere: {kinds:?}");
}

/// Rule Z2, from what is shown.
fn ought_to_stand(info: &DomainInfo) -> bool {
    let words: Vec<_> = info.view.statuses.iter().map(|status| status.as_str()).collect();
    let stops = ["clientHold", "serverHold", "inactive", "pendingDelete"];
    !words.iter().any(|word| stops.contains(word))
}

lives!(l13_reading_and_writing_agree_under_st, |world| {
    let optional = Value::Members(vec![("registrant".to_owned(), "optional".into())]);
    let policy = [("preset", "st".into()), ("contacts", optional), ("transfer_lock", "P1D".into())];
    walk(world, &policy, 1).await;
});

lives!(l13_reading_and_writing_agree_under_auto_renewal, |world| {
    let policy = [("preset", "default".into()), ("ns_parent", "any".into()), ("redemption", "P2D".into())];
    walk(world, &policy, 2).await;
});

lives!(l13_reading_and_writing_agree_where_nothing_takes_time, |world| {
    let zero = |member: &'static str| (member, Value::from("P0D"));
    let policy = [
        ("preset", "default".into()),
        ("ns_parent", "any".into()),
        ("at_expiry", "expire".into()),
        ("transfer_model", "immediate".into()),
        zero("redemption"),
        zero("pending_delete"),
        zero("add_grace"),
    ];
    walk(world, &policy, 3).await;
});
