//! Accounts and users as an administrator keeps them, and what a suspended account may do.

use domesday_app::accounts::{AccountChange, CreateAccount, CreateUser, ListAccounts, ListUsers, NamedUser};
use domesday_app::input::Input;
use domesday_app::registry::Command;
use domesday_app::zones::{CreateZone, ListZones, NameServer, ZoneDraft, ZoneQuery};
use domesday_dns::mailbox::Email;
use domesday_domain::actor::Role;
use domesday_domain::finding::{Findings, Force};
use domesday_domain::name::{HostName, ZoneName};

use crate::house::{House, PASSWORD, update, with};
use crate::{contract, told};

async fn done<C: Command>(house: &House, command: C) -> String {
    told(house.registry.run(&house.root, command).await)
}

/// A user without a password.
fn new_user(account: &str, login: &str, roles: &[Role]) -> CreateUser {
    let roles = roles.iter().copied().collect();
    CreateUser { account: account.into(), login: login.into(), roles, password: None }
}

fn new_zone(name: &str) -> CreateZone {
    let server = |text: &str| NameServer { host: HostName::parse(text).expect("a host name"), addresses: None };
    let draft = ZoneDraft {
        name: Some(ZoneName::parse(name).expect("a zone name")),
        ns: Some(vec![server("ns1.provider.net"), server("ns2.provider.net")]),
        email: Some(Email::parse("hostmaster@example.org").expect("an address")),
        refresh: Some(10_800),
        retry: Some(3600),
        expire: Some(1_814_400),
        ttl: Some(3600),
        ..ZoneDraft::default()
    };
    CreateZone { draft: Input::read(draft, Findings::new()), force: Force::Nothing }
}

async fn creates(house: &House, token: &str, zone: &str) -> String {
    told(house.registry.run(&with(token), new_zone(zone)).await)
}

async fn reads(house: &House, token: &str) -> Vec<String> {
    let list = ListZones { query: Input::read(ZoneQuery::default(), Findings::new()) };
    let page = house.registry.ask(&with(token), list).await.expect("it may read");
    page.names.iter().map(ToString::to_string).collect()
}

contract!(a_suspended_account_logs_in_and_reads_and_writes_nothing, |house| {
    house.account("acme").await;
    house.user("acme", "jane", &[Role::Hostmaster]).await;
    let (before, key) = (house.session("jane").await.token, house.key("jane").await.text);
    assert_eq!(creates(house, &before, "example.org").await, "ok");
    house.set("acme", AccountChange::Suspend).await;
    let after = house.session("jane").await;
    assert!(after.principal.actor.suspended);
    for credential in [&before, &after.token, &key] {
        assert_eq!(reads(house, credential).await, ["example.org"]);
        assert_eq!(creates(house, credential, "example.net").await, "suspended");
        let rehearsed = house.registry.rehearse(&with(credential), new_zone("example.net")).await;
        assert_eq!(told(rehearsed), "suspended");
    }
    house.set("acme", AccountChange::Resume).await;
    assert_eq!(creates(house, &before, "example.net").await, "ok");
    assert_eq!(reads(house, &key).await, ["example.net", "example.org"]);
});

contract!(the_first_start_happens_once, |house| {
    let again = house.registry.first_start(&house.root, Some("another password".into())).await;
    assert!(again.expect("it is no error").is_none());
    assert_eq!(told(house.log_in("admin", "another password").await), "bad_credentials");
    assert_eq!(told(house.log_in("admin", PASSWORD).await), "ok");
    assert_eq!(house.ask(ListAccounts).await.len(), 1);
});

contract!(accounts_are_told_apart_whatever_the_case, |house| {
    let create = |name: &str| done(house, CreateAccount { name: name.into() });
    assert_eq!(create("Acme").await, "ok");
    assert_eq!(create("acme").await, "name:account_exists");
    for bad in ["", "ab", "a b", "search", "seventeen-letters", "a\0b"] {
        assert_eq!(create(bad).await, "name:bad_account_name", "{bad:?}");
    }
    let names: Vec<_> = house.ask(ListAccounts).await.into_iter().map(|account| account.name.to_string()).collect();
    assert_eq!(names, ["Acme", "registry"]);
});

contract!(each_wrong_member_of_a_user_is_named, |house| {
    house.account("acme").await;
    assert_eq!(done(house, new_user("acme", "jane", &[Role::Reader])).await, "ok");
    let password = Some(house.password("short").await);
    let worst = CreateUser { password, ..new_user("acme", "jane", &[]) };
    assert_eq!(done(house, worst).await, "login:login_exists roles:required password:bad_password");
    assert_eq!(done(house, new_user("acme", "a/b", &[Role::Reader])).await, "login:bad_login");
    for missing in ["none", "\0"] {
        assert_eq!(done(house, new_user(missing, "jane", &[Role::Reader])).await, "missing", "{missing:?}");
    }
});

contract!(a_user_without_a_password_never_logs_in, |house| {
    house.account("acme").await;
    assert_eq!(done(house, new_user("acme", "robot", &[Role::Reader])).await, "ok");
    for password in ["", PASSWORD] {
        assert_eq!(told(house.log_in("robot", password).await), "bad_credentials");
    }
});

contract!(a_login_is_unique_in_its_account_and_named_with_it_where_it_must_be, |house| {
    for account in ["acme", "other"] {
        house.account(account).await;
        house.user(account, "jane", &[Role::Reader]).await;
    }
    assert_eq!(done(house, update("jane")).await, "account:required");
    let mut change = update("jane");
    change.user = NamedUser { account: Some("ACME".into()), login: "jane".into() };
    change.disabled = Some(true);
    assert_eq!(done(house, change).await, "ok");
    let users = house.ask(ListUsers::default()).await;
    let shown: Vec<_> =
        users.iter().map(|(of, user)| format!("{}/{} {}", of.name, user.login, user.disabled)).collect();
    assert_eq!(shown, ["acme/jane true", "other/jane false", "registry/admin false"]);
    let others = house.ask(ListUsers { account: Some("other".into()) }).await;
    assert_eq!(others.len(), 1);
});

contract!(only_an_administrator_administers, |house| {
    house.account("acme").await;
    house.user("acme", "jane", &[Role::Hostmaster, Role::Registrar, Role::Attestor, Role::Reader]).await;
    let jane = with(&house.session("jane").await.token);
    assert_eq!(told(house.registry.run(&jane, CreateAccount { name: "mine".into() }).await), "forbidden");
    assert_eq!(told(house.registry.ask(&jane, ListAccounts).await), "forbidden");
    assert_eq!(told(house.registry.rotate_secret(&jane).await), "forbidden");
    assert_eq!(told(house.registry.new_password(&jane, PASSWORD.into()).await), "forbidden");
    let admin = with(&house.session("admin").await.token);
    assert_eq!(told(house.registry.run(&admin, CreateAccount { name: "mine".into() }).await), "ok");
});
