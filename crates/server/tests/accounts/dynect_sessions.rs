//! The life of sessions of the DynECT face (`dynect.md` S4–S9): they idle out, live no longer than they may, and end at once.

use domesday_app::accounts::{AccountChange, UpdateUser};
use domesday_app::dynect::DynectRules;
use domesday_app::registry::Registry;
use domesday_app::sessions::OpenedSession;
use domesday_domain::account::{NEVER, SessionId};
use domesday_domain::actor::{Permission, Role};

use crate::house::{House, PASSWORD, dynect_at, update, with};
use crate::{contract, told};

const MINUTE: i64 = 60;
const HOUR: i64 = 3600;

async fn opened(house: &House, login: &str) -> OpenedSession {
    let account = if login == "admin" { "registry" } else { "acme" };
    dynect_at(&house.registry, account, login, PASSWORD).await.expect("a session opens")
}

/// What a session is told on a node.
async fn on(node: &Registry, opened: &OpenedSession) -> String {
    told(node.current_session(&with(&opened.token)).await)
}

/// A request of the face, as it counts for the session.
async fn uses(node: &Registry, opened: &OpenedSession) -> String {
    let principal = node.admit(&with(&opened.token), Permission::UseSession).await;
    if let Ok(principal) = &principal {
        node.sight(principal);
    }
    told(principal)
}

contract!(s4_a_session_idles_out_four_hours_and_a_minute_after_its_last_use, |house| {
    let opened = opened(house, "admin").await;
    house.pass(4 * HOUR + MINUTE - 1);
    assert_eq!(told(house.current(&opened.token).await), "ok");
    assert_eq!(uses(&house.registry, &opened).await, "ok");
    house.pass(4 * HOUR + MINUTE - 1);
    assert_eq!(on(&house.registry, &opened).await, "ok", "the clock began anew");
    house.pass(1);
    assert_eq!(on(&house.registry, &opened).await, "idled_out");
    assert_eq!(uses(&house.registry, &opened).await, "idled_out", "a dead one is not used");
    assert_eq!(on(&house.registry, &opened).await, "idled_out");
});

contract!(s4_what_other_faces_are_asked_is_no_use, |house| {
    let opened = opened(house, "admin").await;
    for _ in 0..4 {
        house.pass(HOUR);
        assert_eq!(told(house.current(&opened.token).await), "ok");
    }
    house.pass(MINUTE);
    assert_eq!(told(house.current(&opened.token).await), "idled_out");
});

contract!(s4_nothing_extends_the_life, |house| {
    let opened = opened(house, "admin").await;
    for _ in 0..23 {
        house.pass(HOUR);
        assert_eq!(uses(&house.registry, &opened).await, "ok");
        house.registry.note_uses().await.expect("noted");
    }
    house.pass(HOUR - 1);
    assert_eq!(uses(&house.registry, &opened).await, "ok");
    house.pass(1);
    assert_eq!(told(house.current(&opened.token).await), "unauthenticated", "it did not idle out");
});

contract!(s4_a_life_without_end_ends_by_idling_alone, |house| {
    let node = house.node_with(DynectRules { session_life: None, ..DynectRules::default() });
    let opened = dynect_at(&node, "registry", "admin", PASSWORD).await.expect("a session opens");
    assert_eq!(opened.session.expires, NEVER);
    for _ in 0..30 {
        house.pass(4 * HOUR);
        assert_eq!(uses(&node, &opened).await, "ok");
    }
    house.pass(4 * HOUR + MINUTE);
    assert_eq!(on(&node, &opened).await, "idled_out");
});

contract!(s4_a_use_is_known_to_other_nodes_within_a_minute, |house| {
    let opened = opened(house, "admin").await;
    let there = house.another_node(None);
    house.pass(2 * HOUR);
    assert_eq!(uses(&house.registry, &opened).await, "ok");
    house.registry.note_uses().await.expect("noted");
    house.pass(30);
    assert_eq!(uses(&house.registry, &opened).await, "ok");
    house.registry.note_uses().await.expect("not due");
    house.pass_until(opened.session.created + chrono::TimeDelta::seconds(6 * HOUR + MINUTE));
    assert_eq!(on(&there, &opened).await, "idled_out", "the second use was not noted yet");
    assert_eq!(on(&house.registry, &opened).await, "ok", "where it was used, it is known");
    house.registry.note_uses().await.expect("noted");
    assert_eq!(on(&there, &opened).await, "ok");
    house.pass(30);
    assert_eq!([on(&there, &opened).await, on(&house.registry, &opened).await], ["idled_out", "idled_out"]);
});

contract!(s4_a_server_that_stops_notes_what_it_knows, |house| {
    let opened = opened(house, "admin").await;
    house.pass(2 * HOUR);
    assert_eq!(uses(&house.registry, &opened).await, "ok");
    house.registry.note_uses().await.expect("noted");
    house.pass(10);
    assert_eq!(uses(&house.registry, &opened).await, "ok");
    house.registry.note_uses_now().await.expect("noted");
    house.pass_until(opened.session.created + chrono::TimeDelta::seconds(6 * HOUR + MINUTE + 9));
    assert_eq!(on(&house.another_node(None), &opened).await, "ok");
});

contract!(s5_a_session_that_was_closed_is_refused_at_once_on_every_node, |house| {
    let (one, two) = (opened(house, "admin").await, opened(house, "admin").await);
    assert_eq!(told(house.registry.close_session(&with(&one.token)).await), "ok");
    assert_eq!(told(house.current(&one.token).await), "unauthenticated");
    assert_eq!(told(house.registry.close_session(&with(&one.token)).await), "unauthenticated");
    assert_eq!(told(house.current(&two.token).await), "ok", "and no other");
    house.registry.sight(&one.principal);
    house.registry.note_uses_now().await.expect("noted");
    assert_eq!(told(house.current(&one.token).await), "unauthenticated", "its use does not bring it back");
});

contract!(s6_how_a_session_ended_is_told_for_a_week, |house| {
    let opened = opened(house, "admin").await;
    house.pass(5 * HOUR);
    house.registry.sweep_ended_sessions().await.expect("swept");
    assert_eq!(told(house.current(&opened.token).await), "idled_out");
    house.pass(6 * 24 * HOUR);
    house.registry.sweep_ended_sessions().await.expect("swept");
    house.session("admin").await;
    assert_eq!(told(house.current(&opened.token).await), "idled_out", "although its life is over, too");
    house.pass(24 * HOUR);
    house.registry.sweep_ended_sessions().await.expect("swept");
    assert_eq!(told(house.current(&opened.token).await), "unauthenticated");
});

contract!(s6_a_forged_token_is_told_nothing, |house| {
    let opened = opened(house, "admin").await;
    house.pass(5 * HOUR);
    assert_eq!(told(house.current(&format!("{}x", opened.token)).await), "unauthenticated");
});

contract!(s8_what_a_session_was_opened_under_is_gone_and_so_is_it, |house| {
    house.account("acme").await;
    house.user("acme", "jane", &[Role::Hostmaster]).await;
    let admin = opened(house, "admin").await;
    let password = Some(house.password("another password").await);
    let again = Some(house.password(PASSWORD).await);
    let changes = [
        UpdateUser { roles: Some([Role::Reader].into_iter().collect()), ..update("jane") },
        UpdateUser { password, ..update("jane") },
        UpdateUser { disabled: Some(true), ..update("jane") },
    ];
    for change in changes {
        let jane = opened(house, "jane").await;
        house.run(change).await;
        assert_eq!(told(house.current(&jane.token).await), "unauthenticated");
        house.run(UpdateUser { disabled: Some(false), password: again.clone(), ..update("jane") }).await;
        assert_eq!(told(house.current(&jane.token).await), "unauthenticated", "and stays so");
    }
    let jane = opened(house, "jane").await;
    house.set("acme", AccountChange::Disable).await;
    assert_eq!(told(house.current(&jane.token).await), "unauthenticated");
    house.set("acme", AccountChange::Enable).await;
    assert_eq!(told(house.current(&jane.token).await), "unauthenticated");
    assert_eq!(told(house.current(&admin.token).await), "ok", "nobody else's");
});

contract!(s9_a_session_has_its_own_bucket_on_each_node, |house| {
    let rules = DynectRules { rate_limit_per_minute: 2, ..DynectRules::default() };
    let (node, other) = (house.node_with(rules.clone()), house.node_with(rules));
    let [mine, yours] = [1, 2].map(SessionId::of_key);
    let ask = |node: &Registry, holder| told(node.throttle_dynect(holder));
    assert_eq!([ask(&node, mine), ask(&node, mine), ask(&node, mine)], ["ok", "ok", "wait 30"]);
    assert_eq!([ask(&node, yours), ask(&other, mine)], ["ok", "ok"]);
    house.pass(29);
    assert_eq!(ask(&node, mine), "wait 1");
    house.pass(1);
    assert_eq!([ask(&node, mine), ask(&node, mine)], ["ok", "wait 30"]);
    for _ in 0..1000 {
        assert_eq!(ask(&house.registry, mine), "ok", "none is set where nothing is configured");
    }
});

contract!(s2_a_key_is_a_standing_session_that_does_not_idle_and_is_not_logged_out, |house| {
    let key = house.key("admin").await;
    let principal = house.current(&key.text).await.expect("it is good");
    assert_eq!((principal.key, principal.holder()), (Some(key.key.id), Some(SessionId::of_key(key.key.id))));
    house.registry.sight(&principal);
    house.pass(365 * 24 * HOUR);
    assert_eq!(told(house.current(&key.text).await), "ok");
    assert_eq!(told(house.registry.close_session(&with(&key.text)).await), "not_a_session");
    let nobody = house.registry.admit(&house.root, Permission::Administer).await.expect("the command line");
    assert_eq!(nobody.holder(), None);
});
