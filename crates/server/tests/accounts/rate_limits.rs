//! Limits of requests to the registrar face (`registrar.md` A9), by the limits that clients have and a clock that is moved.

use domesday_app::clients::{ClientDraft, UpdateClient};

use crate::house::{House, form, nobody, with};
use crate::{contract, told};

async fn acme(house: &House, mutations: i64, reads: i64) -> String {
    let limits = ClientDraft {
        mutations_per_minute: Some(Some(mutations)),
        reads_per_minute: Some(Some(reads)),
        token_ttl: Some(Some(3600)),
        ..ClientDraft::default()
    };
    house.client("acme", limits).await;
    house.registrar("acme").await.token
}

async fn asks(house: &House, token: &str, mutation: bool) -> String {
    told(house.registry.throttle(&with(token), mutation).await)
}

contract!(a9_beyond_its_limit_an_account_waits_for_the_next_minute, |house| {
    let token = acme(house, 2, 0).await;
    let key = house.key("acme").await.text;
    assert_eq!(asks(house, &token, true).await, "ok");
    house.pass(10);
    assert_eq!(asks(house, &key, true).await, "ok", "the limit is the account's, however it calls");
    assert_eq!(asks(house, &token, true).await, "wait 50");
    assert_eq!(asks(house, &key, true).await, "wait 50");
    for _ in 0..50 {
        assert_eq!(asks(house, &token, false).await, "ok", "questions have no limit");
    }
    house.pass(50);
    assert_eq!([asks(house, &token, true).await, asks(house, &token, true).await], ["ok", "ok"]);
    assert_eq!(asks(house, &token, true).await, "wait 60");
});

contract!(a9_a_limit_that_is_set_holds_at_once, |house| {
    let token = acme(house, 0, 0).await;
    assert_eq!([asks(house, &token, false).await, asks(house, &token, false).await], ["ok", "ok"]);
    let draft = ClientDraft { reads_per_minute: Some(Some(1)), ..ClientDraft::default() };
    house.run(UpdateClient { login: "acme".into(), form: form(draft), password: None }).await;
    assert_eq!(asks(house, &token, false).await, "ok");
    assert_eq!(asks(house, &token, false).await, "wait 60");
    let lifted = ClientDraft { reads_per_minute: Some(None), ..ClientDraft::default() };
    house.run(UpdateClient { login: "acme".into(), form: form(lifted), password: None }).await;
    assert_eq!(asks(house, &token, false).await, "ok");
});

contract!(a9_who_is_nobody_is_told_so_and_the_command_line_has_no_limit, |house| {
    assert_eq!(told(house.registry.throttle(&nobody(), true).await), "unauthenticated");
    assert_eq!(asks(house, "ddk_unknown", true).await, "unauthenticated");
    assert_eq!(told(house.registry.throttle(&house.root, true).await), "ok");
});
