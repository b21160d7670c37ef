//! Sessions that live from their last use: eight hours of it, noted every five minutes, and one for each user.

use chrono::{DateTime, TimeDelta, Utc};
use domesday_app::ports::Snapshot;
use domesday_app::refusal::Refusal;
use domesday_app::registry::{Context, Query};
use domesday_app::sessions::{Credentials, Life, OpenedSession};
use domesday_domain::account::SessionId;
use domesday_domain::actor::{Permission, Role};

use crate::house::{HERE, House, PASSWORD, from, nobody, update, with};
use crate::{contract, told};

const MINUTE: i64 = 60;
const HOUR: i64 = 3600;

/// When a session is to end; none if it is gone.
struct End(SessionId);

impl Query for End {
    const NEEDS: Permission = Permission::Administer;
    type Answer = Option<DateTime<Utc>>;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<Self::Answer, Refusal> {
        let session = snapshot.session(self.0)?.and_then(|principal| principal.session);
        Ok(session.map(|session| session.expires))
    }
}

async fn end(house: &House, opened: &OpenedSession) -> DateTime<Utc> {
    house.ask(End(opened.session.id)).await.expect("it is stored")
}

async fn log_in(house: &House, login: &str, password: &str) -> Result<OpenedSession, Refusal> {
    let credentials = Credentials { login: login.into(), password: password.into(), account: None };
    house.registry.log_in_for(&nobody(), credentials, from(HERE), Life::FromLastUse).await
}

async fn opened(house: &House, login: &str) -> OpenedSession {
    log_in(house, login, PASSWORD).await.expect("a session opens")
}

async fn used(house: &House, opened: &OpenedSession) -> String {
    told(house.registry.current_session(&with(&opened.token)).await)
}

/// Waits until a use is noted: nobody is told when that is done.
async fn noted(house: &House, opened: &OpenedSession, expires: DateTime<Utc>) {
    while end(house, opened).await != expires {
        tokio::task::yield_now().await;
    }
}

contract!(a_session_lives_eight_hours_from_its_last_use, |house| {
    let opened = opened(house, "admin").await;
    let created = opened.session.created;
    assert_eq!(end(house, &opened).await, created + TimeDelta::hours(8));
    house.pass(8 * HOUR - 1);
    assert_eq!(used(house, &opened).await, "ok");
    noted(house, &opened, created + TimeDelta::hours(16) - TimeDelta::seconds(1)).await;
    house.pass(8 * HOUR - 1);
    assert_eq!(used(house, &opened).await, "ok", "on every node");
    noted(house, &opened, created + TimeDelta::hours(24) - TimeDelta::seconds(2)).await;
    house.pass(8 * HOUR);
    assert_eq!(told(house.current(&opened.token).await), "unauthenticated");
});

contract!(a_use_is_noted_every_five_minutes_at_most, |house| {
    let opened = opened(house, "admin").await;
    let created = opened.session.created;
    house.pass(5 * MINUTE);
    assert_eq!(used(house, &opened).await, "ok");
    assert_eq!(end(house, &opened).await, created + TimeDelta::hours(8));
    house.pass(1);
    assert_eq!(used(house, &opened).await, "ok");
    noted(house, &opened, created + TimeDelta::seconds(8 * HOUR + 5 * MINUTE + 1)).await;
});

contract!(a_request_that_is_refused_is_a_use_too, |house| {
    let opened = opened(house, "admin").await;
    house.pass(HOUR);
    let zone = domesday_domain::name::ZoneName::parse("nowhere.org").expect("a name");
    let missing = house.registry.ask(&with(&opened.token), domesday_app::zones::ReadZone { name: zone }).await;
    assert_eq!(told(missing.map(drop)), "missing");
    noted(house, &opened, opened.session.created + TimeDelta::hours(9)).await;
});

contract!(a_session_of_fixed_life_is_not_prolonged_by_use, |house| {
    let fixed = house.session("admin").await;
    house.pass(11 * HOUR);
    assert_eq!(used(house, &fixed).await, "ok");
    let sliding = opened(house, "admin").await;
    assert_ne!(sliding.session.id, fixed.session.id, "and is no other log-in's");
    assert_eq!(end(house, &fixed).await, fixed.session.expires);
});

contract!(logging_in_again_gives_the_same_token_while_it_lives, |house| {
    house.account("acme").await;
    house.user("acme", "jane", &[Role::Reader]).await;
    let (first, jane) = (opened(house, "admin").await, opened(house, "jane").await);
    assert_ne!(first.token, jane.token, "each user has their own");
    house.pass(HOUR);
    let again = opened(house, "admin").await;
    assert_eq!((&again.token, again.session.id), (&first.token, first.session.id));
    assert_eq!(end(house, &first).await, first.session.created + TimeDelta::hours(9), "a log-in is a use");
    house.pass(8 * HOUR);
    let later = opened(house, "admin").await;
    assert_ne!(later.token, first.token, "the first has run out");
    assert_eq!(told(log_in(house, "admin", "wrong").await), "bad_credentials");
});

contract!(log_ins_at_once_share_one_session, |house| {
    let (one, two, three) = tokio::join!(opened(house, "admin"), opened(house, "admin"), opened(house, "admin"));
    assert_eq!((&one.token, &one.token), (&two.token, &three.token));
});

contract!(a_session_that_was_closed_is_not_given_again, |house| {
    let first = opened(house, "admin").await;
    assert_eq!(told(house.registry.close_session(&with(&first.token)).await), "ok");
    assert_eq!(used(house, &first).await, "unauthenticated");
    assert_ne!(opened(house, "admin").await.token, first.token);
});

contract!(after_a_rotation_the_next_log_in_begins_another_session, |house| {
    let before = opened(house, "admin").await;
    let id = house.registry.rotate_secret(&house.root).await.expect("it is rotated");
    let after = opened(house, "admin").await;
    assert_ne!(after.token, before.token);
    assert_eq!(after.session.secret, id);
    assert_eq!(told(house.current(&before.token).await), "ok", "the old one goes on while it is used");
});

contract!(who_is_disabled_is_refused_at_once_and_prolongs_nothing, |house| {
    house.account("acme").await;
    house.user("acme", "jane", &[Role::Reader]).await;
    let jane = opened(house, "jane").await;
    house.pass(HOUR);
    house.run(domesday_app::accounts::UpdateUser { disabled: Some(true), ..update("jane") }).await;
    assert_eq!(used(house, &jane).await, "unauthenticated");
    assert_eq!(told(log_in(house, "jane", PASSWORD).await), "bad_credentials");
});
