//! API keys: good until they are disabled, and no sessions.

use chrono::TimeDelta;
use domesday_app::accounts::{ListKeys, NamedUser, WantedKey};
use domesday_domain::actor::Role;

use crate::house::{House, named, with};
use crate::{contract, told};

async fn robot(house: &House) {
    house.account("acme").await;
    house.user("acme", "robot", &[Role::Reader]).await;
}

async fn wanted(house: &House, user: NamedUser, label: &str) -> String {
    told(house.registry.create_key(&house.root, WantedKey { user, label: label.into() }).await)
}

contract!(a_key_stands_in_for_a_session_and_is_none, |house| {
    robot(house).await;
    let key = house.key("robot").await.text;
    assert!(key.starts_with("ddk_") && key.len() == 47, "{} characters", key.len());
    let principal = house.current(&key).await.expect("it is good");
    assert_eq!((principal.actor.account_name.as_str(), principal.actor.login.as_str()), ("acme", "robot"));
    assert!(principal.session.is_none());
    assert_eq!(told(house.registry.close_session(&with(&key)).await), "not_a_session");
    assert_eq!(told(house.current(&key).await), "ok");
});

contract!(a_key_does_not_run_out, |house| {
    robot(house).await;
    let key = house.key("robot").await.text;
    house.pass(TimeDelta::days(10_000).num_seconds());
    assert_eq!(told(house.current(&key).await), "ok");
});

contract!(a_text_that_is_nearly_a_key_is_none, |house| {
    robot(house).await;
    let key = house.key("robot").await.text;
    for text in [format!("{key}x"), key[..46].to_owned(), key.replace("ddk_", "ddk_A"), key.to_uppercase()] {
        assert_eq!(told(house.current(&text).await), "unauthenticated", "{text}");
    }
});

contract!(a_key_is_for_a_user_who_exists_and_has_a_readable_label, |house| {
    robot(house).await;
    assert_eq!(wanted(house, named("robot"), "").await, "ok");
    assert_eq!(wanted(house, named("robot"), &"å".repeat(200)).await, "ok");
    assert_eq!(wanted(house, named("robot"), &"å".repeat(201)).await, "label:bad_label");
    assert_eq!(wanted(house, named("robot"), "two\nlines").await, "label:bad_label");
    assert_eq!(wanted(house, named("nobody"), "").await, "missing");
    assert_eq!(wanted(house, NamedUser { account: Some("none".into()), ..named("robot") }, "").await, "missing");
});

contract!(keys_are_listed_with_whose_they_are, |house| {
    robot(house).await;
    let made = house.key("robot").await.key;
    house.key("admin").await;
    let all = house.ask(ListKeys::default()).await;
    let owners: Vec<_> = all.iter().map(|listed| format!("{}/{}", listed.account, listed.login)).collect();
    assert_eq!(owners, ["acme/robot", "registry/admin"]);
    let of = |account: &str| ListKeys { account: Some(account.into()) };
    let acmes: Vec<_> = house.ask(of("ACME")).await.into_iter().map(|listed| listed.key).collect();
    assert_eq!(acmes, [made]);
    assert_eq!(told(house.registry.ask(&house.root, of("none")).await), "missing");
});
