//! Failed log-ins are counted by login and address, and by address alone, for five minutes from the first; then log-ins are refused
//! unseen, the right ones too.

use std::collections::BTreeMap;
use std::sync::Arc;

use domesday_app::registry::Registry;
use domesday_domain::actor::Role;

use crate::house::{HERE, House, PASSWORD, TURNS, log_in_at};
use crate::{contract, told};

const ELSEWHERE: &str = "198.51.100.7";
const WINDOW: i64 = 300;

async fn fail(house: &House, times: usize, address: &str, login: &str) {
    for time in 1..=times {
        let answer = told(house.log_in_from(address, login, "a wrong guess").await);
        assert_eq!(answer, "bad_credentials", "{login} from {address}, time {time}");
    }
}

async fn right_one(house: &House, address: &str) -> String {
    told(house.log_in_from(address, "admin", PASSWORD).await)
}

/// How many of forty log-ins made at once had which answer.
async fn at_once(registry: &Arc<Registry>, password: &'static str) -> BTreeMap<String, usize> {
    let tasks: Vec<_> = (0..40)
        .map(|_| {
            let registry = registry.clone();
            tokio::spawn(async move { told(log_in_at(&registry, HERE, "admin", password).await) })
        })
        .collect();
    let mut answers = BTreeMap::new();
    for task in tasks {
        *answers.entry(task.await.expect("it is answered")).or_default() += 1;
    }
    answers
}

contract!(ten_failures_throttle_a_login_from_an_address, |house| {
    house.account("acme").await;
    house.user("acme", "jane", &[Role::Reader]).await;
    fail(house, 10, HERE, "admin").await;
    assert_eq!(right_one(house, HERE).await, "wait 301", "a right password too");
    assert_eq!(told(house.log_in("admin", "a wrong guess").await), "wait 301");
    assert_eq!(told(house.log_in("registry/admin", PASSWORD).await), "wait 301", "however the login is written");
    assert_eq!(right_one(house, ELSEWHERE).await, "ok", "nobody is locked out from elsewhere");
    assert_eq!(told(house.log_in("jane", PASSWORD).await), "ok", "nor is anybody else from here");
});

contract!(a_throttled_login_is_free_when_its_window_has_passed, |house| {
    fail(house, 5, HERE, "admin").await;
    house.pass(WINDOW - 1);
    fail(house, 5, HERE, "admin").await;
    assert_eq!(right_one(house, HERE).await, "wait 2", "counted from the first");
    house.pass(1);
    assert_eq!(right_one(house, HERE).await, "ok", "what was refused unseen did not lengthen it");
});

contract!(a_window_that_has_passed_is_counted_anew, |house| {
    fail(house, 9, HERE, "admin").await;
    house.pass(WINDOW);
    fail(house, 10, HERE, "admin").await;
    assert_eq!(right_one(house, HERE).await, "wait 301");
});

contract!(a_log_in_forgives_the_failures_of_its_login, |house| {
    for _ in 0..3 {
        fail(house, 9, HERE, "admin").await;
        assert_eq!(right_one(house, HERE).await, "ok");
    }
});

contract!(fifty_failures_throttle_an_address_whatever_the_login, |house| {
    for number in 0..10 {
        fail(house, 5, HERE, &format!("guess{number}")).await;
    }
    assert_eq!(right_one(house, HERE).await, "wait 301", "a right password too");
    assert_eq!(right_one(house, &format!("::ffff:{HERE}")).await, "wait 301", "however the address is written");
    assert_eq!(right_one(house, ELSEWHERE).await, "ok");
    house.pass(WINDOW - 1);
    assert_eq!(right_one(house, HERE).await, "wait 2");
    house.pass(1);
    assert_eq!(right_one(house, HERE).await, "ok");
});

contract!(a_log_in_does_not_forgive_its_address, |house| {
    for number in 0..49 {
        fail(house, 1, HERE, &format!("guess{number}")).await;
    }
    assert_eq!(right_one(house, HERE).await, "ok");
    fail(house, 1, HERE, "guess49").await;
    assert_eq!(right_one(house, HERE).await, "wait 301");
});

contract!(a_network_of_ipv6_is_one_address, |house| {
    for number in 0..50 {
        fail(house, 1, &format!("2001:db8:1:2::{number}"), &format!("guess{number}")).await;
    }
    assert_eq!(right_one(house, "2001:db8:1:2:ffff::1").await, "wait 301");
    assert_eq!(right_one(house, "2001:db8:1:3::1").await, "ok");
});

contract!(of_many_guesses_at_once_hardly_more_are_looked_at, |house| {
    let answers = at_once(&house.registry, "a wrong guess").await;
    let looked_at = answers["bad_credentials"];
    assert!((10..10 + TURNS).contains(&looked_at), "{answers:?}");
    assert_eq!(answers["wait 301"], 40 - looked_at, "{answers:?}");
});

contract!(many_right_log_ins_at_once_all_succeed, |house| {
    assert_eq!(at_once(&house.registry, PASSWORD).await, BTreeMap::from([("ok".to_owned(), 40)]));
});
