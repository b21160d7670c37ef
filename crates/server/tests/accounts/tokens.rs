//! Tokens and the secrets they are signed with: a token is a function of its session and of the one secret that session was opened with.

use domesday_app::ports::{Secret, Snapshot, Tokens};
use domesday_app::refusal::Refusal;
use domesday_app::registry::{Context, Query, Registry};
use domesday_app::sessions::OpenedSession;
use domesday_domain::actor::Permission;
use domesday_signing::{SessionTokens, configured_secret};

use crate::house::{HERE, House, PASSWORD, log_in_at, with};
use crate::{contract, told};

/// The secret that stands in the database, as a thief of its copy would read it.
struct StoredSecret;

impl Query for StoredSecret {
    const NEEDS: Permission = Permission::Administer;
    type Answer = Option<Secret>;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<Option<Secret>, Refusal> {
        Ok(snapshot.current_secret()?)
    }
}

async fn stored(house: &House) -> Secret {
    house.ask(StoredSecret).await.expect("the first start made one")
}

fn configured() -> Secret {
    configured_secret("a secret of the configuration, long enough").expect("it is long enough")
}

/// A token of a session, signed with whatever secret one has.
fn minted(opened: &OpenedSession, secret: &Secret) -> String {
    SessionTokens::new().expect("tokens").mint(&opened.session, secret)
}

async fn opened_at(node: &Registry) -> OpenedSession {
    log_in_at(node, HERE, "admin", PASSWORD).await.expect("a session opens")
}

async fn seen_at(node: &Registry, token: &str) -> String {
    told(node.current_session(&with(token)).await)
}

contract!(the_same_session_yields_the_same_token_again, |house| {
    let opened = house.session("admin").await;
    assert_eq!(minted(&opened, &stored(house).await), opened.token);
    let session = house.current(&opened.token).await.expect("it is good").session.expect("a session");
    let read_again = OpenedSession { session, ..opened.clone() };
    assert_eq!(minted(&read_again, &stored(house).await), opened.token, "the row that was read gives the same text");
});

contract!(a_configured_secret_leaves_nothing_to_forge_with_in_the_database, |house| {
    let node = house.another_node(Some(configured()));
    let opened = opened_at(&node).await;
    assert_eq!(opened.session.secret, configured().id);
    let forged = minted(&opened, &stored(house).await);
    assert_eq!(seen_at(&node, &forged).await, "unauthenticated");
    assert_eq!(seen_at(&node, &opened.token).await, "ok");
    assert_eq!(minted(&opened, &configured()), opened.token);
    let twin = house.another_node(Some(configured()));
    assert_eq!(seen_at(&twin, &forged).await, "unauthenticated");
    assert_eq!(seen_at(&twin, &opened.token).await, "ok", "every node with this configuration knows the token");
    assert_eq!(told(house.current(&opened.token).await), "unauthenticated", "without the secret it is nobody's token");
});

contract!(sessions_from_before_a_secret_was_configured_go_on, |house| {
    let before = house.session("admin").await;
    let node = house.another_node(Some(configured()));
    assert_eq!(seen_at(&node, &before.token).await, "ok");
    assert_eq!(seen_at(&node, &minted(&before, &configured())).await, "unauthenticated");
});

contract!(a_token_is_good_under_no_secret_but_its_sessions_own, |house| {
    let opened = house.session("admin").await;
    let own = stored(house).await;
    let made_up = Secret { id: own.id.clone(), bytes: vec![7; 32] };
    let unknown = Secret { id: "unknown".into(), bytes: vec![7; 32] };
    for secret in [made_up, unknown] {
        assert_eq!(told(house.current(&minted(&opened, &secret)).await), "unauthenticated", "{}", secret.id);
    }
    house.registry.rotate_secret(&house.root).await.expect("it is rotated");
    let other = minted(&opened, &stored(house).await);
    assert_eq!(told(house.current(&other).await), "unauthenticated", "signed with a younger one of ours");
});

contract!(after_a_rotation_old_tokens_go_on_until_they_run_out, |house| {
    let before = house.session("admin").await;
    let id = house.registry.rotate_secret(&house.root).await.expect("it is rotated");
    assert_eq!(stored(house).await.id, id);
    house.pass(3600);
    let after = house.session("admin").await;
    assert_eq!(after.session.secret, id);
    assert_ne!(before.session.secret, id);
    house.pass(11 * 3600 - 1);
    assert_eq!(told(house.current(&before.token).await), "ok");
    assert_eq!(told(house.current(&after.token).await), "ok");
    house.pass(1);
    assert_eq!(told(house.current(&before.token).await), "unauthenticated");
    assert_eq!(told(house.current(&after.token).await), "ok");
});

contract!(a_configured_secret_is_not_rotated, |house| {
    let node = house.another_node(Some(configured()));
    let before = stored(house).await;
    assert_eq!(told(node.rotate_secret(&house.root).await), "secret_configured");
    assert_eq!(stored(house).await, before);
});
