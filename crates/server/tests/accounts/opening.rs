//! Log-in, the life of a session, and log-out.

use chrono::TimeDelta;
use domesday_app::ports::Snapshot;
use domesday_app::refusal::Refusal;
use domesday_app::registry::{Context, Query};
use domesday_app::sessions::Credentials;
use domesday_domain::account::SessionId;
use domesday_domain::actor::{Permission, Role, Roles};

use crate::house::{HERE, House, PASSWORD, from, nobody, with};
use crate::{contract, told};

const HALF_A_DAY: i64 = 12 * 3600;

/// Whether a session's row is there.
struct IsStored(SessionId);

impl Query for IsStored {
    const NEEDS: Permission = Permission::Administer;
    type Answer = bool;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<bool, Refusal> {
        Ok(snapshot.session(self.0)?.is_some())
    }
}

async fn log_in_to(house: &House, account: &str, login: &str) -> String {
    let credentials = Credentials { login: login.into(), password: PASSWORD.into(), account: Some(account.into()) };
    told(house.registry.log_in(&nobody(), credentials, from(HERE)).await)
}

contract!(a_log_in_opens_a_session_of_twelve_hours, |house| {
    let opened = house.session("admin").await;
    assert_eq!(opened.session.expires - opened.session.created, TimeDelta::hours(12));
    assert_eq!(opened.principal.session.as_ref(), Some(&opened.session));
    let actor = &opened.principal.actor;
    assert_eq!((actor.account_name.as_str(), actor.login.as_str()), ("registry", "admin"));
    assert_eq!(actor.roles, Roles::all());
    assert_eq!(house.current(&opened.token).await.expect("it is good"), opened.principal);
});

contract!(a_login_that_several_accounts_have_is_named_with_its_account, |house| {
    for account in ["acme", "other"] {
        house.account(account).await;
        house.user(account, "jane", &[Role::Reader]).await;
    }
    assert_eq!(told(house.log_in("jane", PASSWORD).await), "bad_credentials");
    let jane = house.session("Other/jane").await;
    assert_eq!(jane.principal.actor.account_name.as_str(), "other");
    assert_eq!(log_in_to(house, "ACME", "jane").await, "ok", "a handle is the same whatever the case");
    assert_eq!(log_in_to(house, "registry", "jane").await, "bad_credentials");
    assert_eq!(told(house.log_in("registry/admin", PASSWORD).await), "ok");
});

contract!(whatever_is_wrong_with_a_log_in_has_one_answer, |house| {
    let mut answers = Vec::new();
    let long = "x".repeat(2000);
    for (login, password) in [
        ("admin", "wrong"),
        ("admin", ""),
        ("admin", &long),
        ("nobody", PASSWORD),
        ("Admin", PASSWORD),
        ("none/admin", PASSWORD),
        ("", ""),
        ("a\0b", "x"),
    ] {
        let Err(Refusal::Unauthenticated { code, detail }) = house.log_in(login, password).await else {
            panic!("{login:?} logged in");
        };
        answers.push((code, detail));
    }
    assert_eq!(answers[0].0, "bad_credentials");
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert_eq!(log_in_to(house, "", "admin").await, "bad_credentials");
});

contract!(a_session_is_refused_at_the_instant_it_expires, |house| {
    let opened = house.session("admin").await;
    house.pass(HALF_A_DAY - 1);
    assert_eq!(told(house.current(&opened.token).await), "ok");
    house.pass(1);
    assert_eq!(told(house.current(&opened.token).await), "unauthenticated", "its use did not lengthen it");
    assert_eq!(told(house.registry.close_session(&with(&opened.token)).await), "unauthenticated");
    assert_eq!(told(house.log_in("admin", PASSWORD).await), "ok");
});

contract!(later_log_ins_sweep_sessions_that_ran_out, |house| {
    let old = house.session("admin").await.session.id;
    house.pass(HALF_A_DAY / 2);
    let young = house.session("admin").await.session.id;
    house.pass(HALF_A_DAY / 2 + 1);
    let new = house.session("admin").await.session.id;
    let mut stored = Vec::new();
    for id in [old, young, new] {
        stored.push(house.ask(IsStored(id)).await);
    }
    assert_eq!(stored, [false, true, true]);
});

contract!(a_log_out_closes_its_own_session_at_once_and_no_other, |house| {
    let (first, second) = (house.session("admin").await, house.session("admin").await);
    assert_ne!(first.token, second.token);
    assert_eq!(told(house.registry.close_session(&with(&first.token)).await), "ok");
    assert_eq!(told(house.current(&first.token).await), "unauthenticated");
    assert_eq!(told(house.registry.close_session(&with(&first.token)).await), "unauthenticated");
    assert_eq!(told(house.current(&second.token).await), "ok");
});

contract!(without_a_good_credential_nobody_is_anybody, |house| {
    assert_eq!(told(house.registry.current_session(&nobody()).await), "unauthenticated");
    assert_eq!(told(house.registry.close_session(&nobody()).await), "unauthenticated");
    let token = house.session("admin").await.token;
    for text in ["", "x", "a.b.c", "ddk_", &token[1..], &token[..token.len() - 2], &format!("{token}x")] {
        assert_eq!(told(house.current(text).await), "unauthenticated", "{text}");
    }
});
