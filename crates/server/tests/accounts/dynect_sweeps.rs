//! What hung on sessions goes when they have ended (`dynect.md` S5, J10), and on which may hang something (S2, X3).

use domesday_app::accounts::DisableKey;
use domesday_app::ports::{Snapshot, UnitOfWork};
use domesday_app::refusal::Refusal;
use domesday_app::registry::{Command, Context, Query};
use domesday_domain::account::SessionId;
use domesday_domain::actor::Permission;

use crate::contract;
use crate::house::{House, PASSWORD, dynect_at, with};

/// Keeps the answers of so many jobs of a session from this number on; says whether there is such a session.
struct Keep(SessionId, i64, i64);

impl Command for Keep {
    const NEEDS: Permission = Permission::Administer;
    type Answer = bool;

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<bool, Refusal> {
        let Self(holder, first, count) = *self;
        let may_hang = tx.anchor_session(holder, context.now)?;
        for number in first..first + count {
            tx.finish_job(number, holder, &["x"], context.now)?;
        }
        Ok(may_hang)
    }
}

/// How many of so many jobs are kept.
struct Kept(i64, i64);

impl Query for Kept {
    const NEEDS: Permission = Permission::Administer;
    type Answer = usize;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<usize, Refusal> {
        let mut kept = 0;
        for number in self.0..self.0 + self.1 {
            kept += usize::from(snapshot.session_job(number)?.is_some());
        }
        Ok(kept)
    }
}

async fn sweep(house: &House) {
    house.registry.sweep_ended_sessions().await.expect("swept");
}

contract!(j10_all_that_hung_on_a_closed_session_is_cleared_away, |house| {
    let [one, two] =
        [dynect_at(&house.registry, "registry", "admin", PASSWORD).await, house.log_in("admin", PASSWORD).await]
            .map(|opened| opened.expect("a session opens"));
    let still = dynect_at(&house.registry, "registry", "admin", PASSWORD).await.expect("a session opens");
    for (opened, first) in [(&one, 1_000_000), (&two, 1_010_000), (&still, 1_020_000)] {
        assert!(house.run(Keep(opened.session.id, first, 1200)).await);
    }
    for opened in [&one, &two] {
        house.registry.close_session(&with(&opened.token)).await.expect("closed");
    }
    sweep(house).await;
    for (first, expected) in [(1_000_000, 0), (1_010_000, 0), (1_020_000, 1200)] {
        assert_eq!(house.ask(Kept(first, 1200)).await, expected, "{first}");
    }
    assert!(!house.run(Keep(one.session.id, 1_030_000, 1)).await, "the session is gone");
    assert_eq!(house.ask(Kept(1_030_000, 1)).await, 0);
});

contract!(j10_what_hung_on_one_that_idled_out_or_lived_its_life_goes_too, |house| {
    let idler = dynect_at(&house.registry, "registry", "admin", PASSWORD).await.expect("a session opens");
    let other = house.session("admin").await;
    for (opened, first) in [(&idler, 1_000_000), (&other, 1_000_010)] {
        house.run(Keep(opened.session.id, first, 3)).await;
    }
    house.pass(4 * 3600 + 119);
    sweep(house).await;
    assert_eq!(house.ask(Kept(1_000_000, 3)).await, 3, "a minute for what another node may know");
    house.pass(1);
    sweep(house).await;
    assert_eq!(house.ask(Kept(1_000_000, 3)).await, 0);
    assert_eq!(house.ask(Kept(1_000_010, 3)).await, 3);
    house.pass(8 * 3600);
    assert_eq!(
        house.session("admin").await.session.idling,
        None,
        "a log-in sweeps what nothing hangs on, and nothing else"
    );
    assert_eq!(house.ask(Kept(1_000_010, 3)).await, 3);
    sweep(house).await;
    assert_eq!(house.ask(Kept(1_000_010, 3)).await, 0);
});

contract!(s2_what_hangs_on_a_key_stays_as_long_as_the_key, |house| {
    let key = house.key("admin").await.key.id;
    let holder = SessionId::of_key(key);
    assert!(house.run(Keep(holder, 1_000_000, 3)).await);
    house.pass(365 * 24 * 3600);
    sweep(house).await;
    assert_eq!(house.ask(Kept(1_000_000, 3)).await, 3);
    house.run(DisableKey { id: key }).await;
    sweep(house).await;
    assert_eq!(house.ask(Kept(1_000_000, 3)).await, 0);
    assert!(!house.run(Keep(holder, 1_000_010, 1)).await);
    assert_eq!(house.ask(Kept(1_000_010, 1)).await, 0);
});
