//! Sessions of the registrar face (`registrar.md` section 2): one for each user, as long as the account's tokens live, whatever it is used.

use chrono::{TimeDelta, TimeZone, Utc};
use domesday_app::accounts::{UpdateUser, WantedKey};
use domesday_app::clients::ClientDraft;
use domesday_app::sessions::{Credentials, Life};
use domesday_domain::actor::Role;

use crate::house::{HERE, House, PASSWORD, from, named, nobody, registrar_at, update, with};
use crate::{contract, told};

const MICROSECOND: TimeDelta = TimeDelta::microseconds(1);

/// A client `acme` whose tokens live so many seconds, or as long as they do by default.
async fn acme(house: &House, life: Option<i64>) {
    house.client("acme", ClientDraft { token_ttl: life.map(Some), ..ClientDraft::default() }).await;
}

contract!(a5_a_token_lives_a_minute_from_a_whole_second_and_is_dead_at_its_end, |house| {
    acme(house, None).await;
    let opened = house.registrar("acme").await;
    let noon = Utc.with_ymd_and_hms(2026, 11, 21, 12, 0, 0).single().expect("a time");
    assert_eq!((opened.session.created, opened.session.expires), (noon, noon + TimeDelta::minutes(1)));
    assert!(opened.session.registrar);
    house.pass_until(opened.session.expires - MICROSECOND);
    assert_eq!(told(house.current(&opened.token).await), "ok");
    house.pass_until(opened.session.expires);
    assert_eq!(told(house.current(&opened.token).await), "unauthenticated", "its use did not lengthen it");
});

contract!(a5_an_account_has_a_life_of_its_own_for_its_tokens, |house| {
    acme(house, Some(86_400)).await;
    let opened = house.registrar("acme").await;
    assert_eq!(opened.session.expires - opened.session.created, TimeDelta::days(1));
    let admin = house.registrar("admin").await;
    assert_eq!(admin.session.expires - admin.session.created, TimeDelta::minutes(1));
});

contract!(a6_a_second_log_in_inside_its_life_gives_the_same_token, |house| {
    acme(house, Some(10)).await;
    let first = house.registrar("acme").await;
    house.pass(9);
    let again = house.registrar("acme").await;
    assert_eq!((&again.token, &again.session), (&first.token, &first.session));
    assert_eq!(told(registrar_at(&house.registry, "acme", "a wrong one").await), "bad_credentials");
    house.pass_until(first.session.expires);
    let later = house.registrar("acme").await;
    assert_ne!(later.token, first.token);
    assert_eq!(later.session.created, first.session.expires);
    assert_eq!(told(house.current(&first.token).await), "unauthenticated");
});

contract!(a6_log_ins_that_race_on_two_nodes_give_one_token, |house| {
    acme(house, None).await;
    let other = house.another_node(None);
    let (here, there) = (&house.registry, &other);
    for _ in 0..3 {
        let (one, two, three, four) = tokio::join!(
            registrar_at(here, "acme", PASSWORD),
            registrar_at(there, "acme", PASSWORD),
            registrar_at(here, "acme", PASSWORD),
            registrar_at(there, "acme", PASSWORD),
        );
        let all = [one, two, three, four].map(|opened| opened.expect("a session opens"));
        for opened in &all {
            assert_eq!((&opened.token, &opened.session), (&all[0].token, &all[0].session));
        }
        house.pass(60);
    }
});

contract!(a6_each_user_of_an_account_has_a_token_of_their_own, |house| {
    acme(house, None).await;
    house.user("acme", "jane", &[Role::Registrar]).await;
    assert_ne!(house.registrar("acme").await.token, house.registrar("jane").await.token);
    assert_eq!(house.registrar("acme/jane").await.token, house.registrar("jane").await.token);
});

contract!(a6_sessions_of_other_faces_do_not_count_and_their_tokens_are_accepted, |house| {
    acme(house, None).await;
    let fixed = house.session("acme").await;
    let credentials = Credentials { login: "acme".into(), password: PASSWORD.into(), account: None };
    let sliding = house.registry.log_in_for(&nobody(), credentials, from(HERE), Life::FromLastUse).await;
    let sliding = sliding.expect("a session opens");
    let opened = house.registrar("acme").await;
    assert!(opened.session.id != fixed.session.id && opened.session.id != sliding.session.id);
    assert_ne!(house.session("acme").await.session.id, opened.session.id, "nor does it count for them");
    for (token, end) in [(&fixed.token, Some(fixed.session.expires)), (&sliding.token, Some(sliding.session.expires))] {
        assert_eq!(house.registry.presence(&with(token)).await.expect("it is good").expires, end);
    }
});

contract!(a6_after_a_log_out_the_next_log_in_opens_another, |house| {
    acme(house, None).await;
    let first = house.registrar("acme").await;
    assert_eq!(told(house.registry.close_session(&with(&first.token)).await), "ok");
    assert_eq!(told(house.current(&first.token).await), "unauthenticated");
    let second = house.registrar("acme").await;
    assert_ne!(second.token, first.token);
    assert_eq!(told(house.current(&second.token).await), "ok");
});

contract!(a7_a_caller_is_told_since_when_and_until_when, |house| {
    acme(house, None).await;
    let opened = house.registrar("acme").await;
    house.pass(7);
    let seen = house.registry.presence(&with(&opened.token)).await.expect("it is good");
    assert_eq!((seen.created, seen.expires), (opened.session.created, Some(opened.session.expires)));
    assert_eq!(seen.principal.actor.login, "acme");
    assert_eq!(seen.asked.timestamp() - seen.created.timestamp(), 7);
    assert_eq!(told(house.registry.presence(&nobody()).await), "unauthenticated");
    assert_eq!(told(house.registry.presence(&with("ddk_unknown")).await), "unauthenticated");
});

contract!(a7_an_api_key_has_no_end_and_is_not_closed, |house| {
    acme(house, None).await;
    let made = house.key("acme").await;
    let later = WantedKey { user: named("acme"), label: "later".into() };
    house.pass(3600);
    house.registry.create_key(&house.root, later).await.expect("the key is made");
    let seen = house.registry.presence(&with(&made.text)).await.expect("it is good");
    assert_eq!((seen.created, seen.expires), (made.key.created, None));
    assert_eq!(told(house.registry.close_session(&with(&made.text)).await), "not_a_session");
});

contract!(a8_a_new_password_or_other_roles_close_the_session, |house| {
    acme(house, Some(3600)).await;
    let first = house.registrar("acme").await;
    let password = Some(house.password(PASSWORD).await);
    house.run(UpdateUser { password, ..update("acme") }).await;
    assert_eq!(told(house.current(&first.token).await), "unauthenticated", "though it is the same password");
    let second = house.registrar("acme").await;
    assert_ne!(second.token, first.token);
    let roles = Some([Role::Reader].into_iter().collect());
    house.run(UpdateUser { roles, ..update("acme") }).await;
    assert_eq!(told(house.current(&second.token).await), "unauthenticated");
    assert_ne!(house.registrar("acme").await.token, second.token);
});
