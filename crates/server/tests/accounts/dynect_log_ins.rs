//! Logging in at the DynECT face (`dynect.md` S1, S3, S7): by account, login and password or key, a session of its own each time.

use std::time::{Duration, Instant};

use domesday_app::accounts::{DisableKey, UpdateUser};
use domesday_app::dynect::DynectRules;
use domesday_app::ports::UnitOfWork;
use domesday_app::refusal::Refusal;
use domesday_app::registry::{Command, Context, Registry};
use domesday_app::sessions::{Credentials, OpenedSession, TOO_MANY_SESSIONS};
use domesday_domain::account::SessionId;
use domesday_domain::actor::{Permission, Role, Roles};

use crate::house::{HERE, House, PASSWORD, dynect_at, from, named, nobody, update, with};
use crate::{contract, told};

const WRONG: &str = "a wrong guess";

/// What a log-in is told.
async fn is_told(house: &House, account: &str, login: &str, password: &str) -> String {
    told(dynect_at(&house.registry, account, login, password).await)
}

async fn jane(house: &House) {
    house.account("Acme").await;
    house.user("Acme", "jane", &[Role::Hostmaster]).await;
}

/// A job of a session that is running.
struct Run(i64, SessionId);

impl Command for Run {
    const NEEDS: Permission = Permission::Administer;
    type Answer = ();

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<(), Refusal> {
        Ok(tx.start_job(self.0, self.1, context.now)?)
    }
}

contract!(s1_the_account_is_named_in_any_case_and_the_login_as_it_is, |house| {
    jane(house).await;
    let opened = dynect_at(&house.registry, "aCME", "jane", PASSWORD).await.expect("it opens");
    let actor = &opened.principal.actor;
    assert_eq!((actor.account_name.as_str(), actor.login.as_str()), ("Acme", "jane"));
    assert_eq!(house.current(&opened.token).await.expect("it is good"), opened.principal);
    for (account, login, password) in [
        ("Acme", "Jane", PASSWORD),
        ("registry", "jane", PASSWORD),
        ("Acme", "admin", PASSWORD),
        ("", "jane", PASSWORD),
        ("a b", "jane", PASSWORD),
        ("nobody", "jane", PASSWORD),
        ("Acme", "", PASSWORD),
        ("Acme", "jane", WRONG),
        ("Acme", "jane", ""),
        ("Acme", "jane", &"x".repeat(2000)),
    ] {
        assert_eq!(is_told(house, account, login, password).await, "bad_credentials", "{account} {login}");
    }
    let unnamed = Credentials { login: "jane".into(), password: PASSWORD.into(), account: None };
    let unnamed = house.registry.log_in_dynect(&nobody(), unnamed, from(HERE)).await;
    assert_eq!(told(unnamed), "bad_credentials", "the account has to be named");
});

contract!(s1_a_key_of_the_user_is_as_good_as_the_password, |house| {
    jane(house).await;
    house.user("Acme", "joe", &[Role::Reader]).await;
    let roles: Roles = [Role::Reader].into_iter().collect();
    let robot =
        domesday_app::accounts::CreateUser { account: "Acme".into(), login: "robot".into(), roles, password: None };
    house.run(robot).await;
    let (janes, robots) = (house.key("jane").await, house.key("robot").await);
    assert_eq!(is_told(house, "acme", "jane", &janes.text).await, "ok");
    assert_eq!(is_told(house, "acme", "robot", &robots.text).await, "ok", "also of one who has no password");
    assert_eq!(is_told(house, "acme", "joe", &janes.text).await, "bad_credentials", "no other user's");
    assert_eq!(is_told(house, "acme", "robot", "").await, "bad_credentials");
    house.run(DisableKey { id: janes.key.id }).await;
    assert_eq!(is_told(house, "acme", "jane", &janes.text).await, "bad_credentials");
    assert_eq!(is_told(house, "acme", "jane", PASSWORD).await, "ok");
    house.run(UpdateUser { disabled: Some(true), ..update("robot") }).await;
    assert_eq!(is_told(house, "acme", "robot", &robots.text).await, "bad_credentials");
    assert_eq!(named("robot").login, "robot");
});

contract!(s2_each_log_in_opens_a_session_of_its_own_that_every_face_takes, |house| {
    let one = dynect_at(&house.registry, "registry", "admin", PASSWORD).await.expect("it opens");
    let two = dynect_at(&house.registry, "registry", "admin", PASSWORD).await.expect("it opens");
    assert_ne!((&one.token, one.session.id), (&two.token, two.session.id));
    assert_eq!(one.principal.holder(), Some(one.session.id));
    for opened in [&one, &two] {
        assert_eq!(told(house.current(&opened.token).await), "ok");
    }
});

/// A node where a user may have three sessions, and as many of `admin`.
async fn three(house: &House) -> (std::sync::Arc<Registry>, Vec<OpenedSession>) {
    let node = house.node_with(DynectRules { sessions_per_user: 3, ..DynectRules::default() });
    let mut opened = Vec::new();
    for _ in 0..3 {
        opened.push(dynect_at(&node, "registry", "admin", PASSWORD).await.expect("it opens"));
        house.pass(1);
    }
    (node, opened)
}

async fn good(node: &Registry, opened: &[OpenedSession]) -> Vec<bool> {
    let mut good = Vec::new();
    for opened in opened {
        good.push(node.current_session(&with(&opened.token)).await.is_ok());
    }
    good
}

contract!(s3_one_session_too_many_ends_the_one_that_was_not_used_for_longest, |house| {
    let (node, mut opened) = three(house).await;
    house.pass(10);
    node.sight(&opened[0].principal);
    let other = house.session("admin").await;
    opened.push(dynect_at(&node, "registry", "admin", PASSWORD).await.expect("it opens"));
    assert_eq!(good(&node, &opened).await, [true, false, true, true], "the newer of memory and row counts");
    opened.push(dynect_at(&node, "registry", "admin", PASSWORD).await.expect("it opens"));
    assert_eq!(good(&node, &opened).await, [true, false, false, true, true]);
    assert_eq!(told(node.current_session(&with(&other.token)).await), "ok", "sessions of other faces do not count");
    jane(house).await;
    assert_eq!(told(dynect_at(&node, "acme", "jane", PASSWORD).await), "ok", "nor do those of other users");
    assert_eq!(good(&node, &opened).await, [true, false, false, true, true]);
});

contract!(s3_sessions_that_work_are_spared_and_none_else_is_told_so, |house| {
    let (node, mut opened) = three(house).await;
    house.run(Run(1_000_000, opened[0].session.id)).await;
    opened.push(dynect_at(&node, "registry", "admin", PASSWORD).await.expect("it opens"));
    assert_eq!(good(&node, &opened).await, [true, false, true, true]);
    house.run(Run(1_000_001, opened[2].session.id)).await;
    house.run(Run(1_000_002, opened[3].session.id)).await;
    assert_eq!(told(dynect_at(&node, "registry", "admin", PASSWORD).await), TOO_MANY_SESSIONS);
    assert_eq!(good(&node, &opened).await, [true, false, true, true]);
    assert_eq!(told(node.close_session(&with(&opened[3].token)).await), "ok");
    assert_eq!(told(dynect_at(&node, "registry", "admin", PASSWORD).await), "ok");
});

contract!(s7_nobody_is_locked_out_but_failures_are_answered_later, |house| {
    for _ in 0..9 {
        assert_eq!(is_told(house, "registry", "admin", WRONG).await, "bad_credentials");
    }
    assert_eq!(told(house.log_in("admin", WRONG).await), "bad_credentials", "failures of other faces count too");
    assert_eq!(told(house.log_in("admin", PASSWORD).await), "wait 301");
    let since = Instant::now();
    assert_eq!(is_told(house, "registry", "admin", WRONG).await, "bad_credentials");
    assert!(since.elapsed() >= Duration::from_secs(2), "{:?}", since.elapsed());
    assert_eq!(is_told(house, "registry", "admin", PASSWORD).await, "ok");
    assert_eq!(told(house.log_in("admin", PASSWORD).await), "ok", "a right one forgives the wrong ones");
});

contract!(s7_a_right_password_does_not_wait_for_wrong_ones_that_are_answered_later, |house| {
    for _ in 0..10 {
        assert_eq!(is_told(house, "registry", "admin", WRONG).await, "bad_credentials");
    }
    let registry = house.registry.clone();
    let wrong = tokio::spawn(async move { told(dynect_at(&registry, "registry", "admin", WRONG).await) });
    let registry = house.registry.clone();
    let other = tokio::spawn(async move { told(dynect_at(&registry, "registry", "admin", WRONG).await) });
    assert_eq!(is_told(house, "registry", "admin", PASSWORD).await, "ok");
    assert!(!other.is_finished() || !wrong.is_finished(), "one of them at least is answered later");
    let told = (wrong.await.expect("answered"), other.await.expect("answered"));
    assert_eq!(told, ("bad_credentials".to_owned(), "bad_credentials".to_owned()));
});

contract!(s7_failures_here_throttle_other_faces_as_theirs_do, |house| {
    for _ in 0..10 {
        assert_eq!(is_told(house, "registry", "admin", WRONG).await, "bad_credentials");
    }
    assert_eq!(told(house.log_in("admin", PASSWORD).await), "wait 301");
});
