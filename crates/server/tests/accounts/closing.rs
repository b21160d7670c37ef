//! What takes effect at once, on every node: what was disabled or changed is refused from the next request on.

use domesday_app::accounts::{AccountChange, DisableKey, UpdateUser};
use domesday_domain::actor::{Permission, Role};

use crate::house::{House, PASSWORD, update, with};
use crate::{contract, told};

/// Jane of acme, a hostmaster, logged in and with a key.
struct Jane {
    session: String,
    key: String,
    key_number: i64,
}

async fn jane(house: &House) -> Jane {
    house.account("acme").await;
    house.user("acme", "jane", &[Role::Hostmaster]).await;
    let key = house.key("jane").await;
    Jane { session: house.session("jane").await.token, key: key.text, key_number: key.key.id }
}

impl Jane {
    /// What her session and her key are told.
    async fn is_told(&self, house: &House) -> [String; 2] {
        [told(house.current(&self.session).await), told(house.current(&self.key).await)]
    }
}

contract!(a_disabled_user_is_refused_at_once, |house| {
    let jane = jane(house).await;
    assert_eq!(jane.is_told(house).await, ["ok", "ok"]);
    house.run(UpdateUser { disabled: Some(true), ..update("jane") }).await;
    assert_eq!(jane.is_told(house).await, ["unauthenticated", "unauthenticated"]);
    assert_eq!(told(house.log_in("jane", PASSWORD).await), "bad_credentials");
    house.run(UpdateUser { disabled: Some(false), ..update("jane") }).await;
    assert_eq!(jane.is_told(house).await, ["unauthenticated", "ok"], "the session was closed, the key waited");
    assert_eq!(told(house.log_in("jane", PASSWORD).await), "ok");
});

contract!(a_disabled_account_is_refused_at_once, |house| {
    let jane = jane(house).await;
    house.user("acme", "joe", &[Role::Reader]).await;
    let joe = house.session("joe").await.token;
    let admin = house.session("admin").await.token;
    house.set("acme", AccountChange::Disable).await;
    house.set("acme", AccountChange::Disable).await;
    assert_eq!(jane.is_told(house).await, ["unauthenticated", "unauthenticated"]);
    assert_eq!(told(house.current(&joe).await), "unauthenticated", "every user of it");
    assert_eq!(told(house.current(&admin).await), "ok", "no other account");
    assert_eq!(told(house.log_in("jane", PASSWORD).await), "bad_credentials");
    house.set("acme", AccountChange::Enable).await;
    assert_eq!(jane.is_told(house).await, ["unauthenticated", "ok"], "the session was closed, the key waited");
    assert_eq!(told(house.current(&joe).await), "unauthenticated");
    assert_eq!(told(house.log_in("jane", PASSWORD).await), "ok");
});

contract!(a_new_password_closes_the_sessions_of_the_old_one, |house| {
    let jane = jane(house).await;
    let second = house.session("jane").await.token;
    let password = Some(house.password("another password").await);
    house.run(UpdateUser { password, ..update("jane") }).await;
    assert_eq!(jane.is_told(house).await, ["unauthenticated", "ok"], "keys were not opened with it");
    assert_eq!(told(house.current(&second).await), "unauthenticated");
    assert_eq!(told(house.log_in("jane", PASSWORD).await), "bad_credentials");
    assert_eq!(told(house.log_in("jane", "another password").await), "ok");
});

contract!(other_roles_close_sessions_and_count_for_keys_at_once, |house| {
    let jane = jane(house).await;
    let may_write = || async { told(house.registry.admit(&with(&jane.key), Permission::WriteZones).await) };
    assert_eq!(may_write().await, "ok");
    let roles = |roles: &[Role]| UpdateUser { roles: Some(roles.iter().copied().collect()), ..update("jane") };
    house.run(roles(&[Role::Hostmaster])).await;
    assert_eq!(jane.is_told(house).await, ["ok", "ok"], "the same roles are no change");
    house.run(roles(&[Role::Reader])).await;
    assert_eq!(jane.is_told(house).await, ["unauthenticated", "ok"]);
    assert_eq!(may_write().await, "forbidden");
});

contract!(a_disabled_key_is_refused_at_once_and_alone, |house| {
    let jane = jane(house).await;
    let second = house.key("jane").await.text;
    house.run(DisableKey { id: jane.key_number }).await;
    assert_eq!(jane.is_told(house).await, ["ok", "unauthenticated"]);
    assert_eq!(told(house.current(&second).await), "ok");
    house.run(DisableKey { id: jane.key_number }).await;
    assert_eq!(told(house.registry.run(&house.root, DisableKey { id: 99 }).await), "missing");
});

contract!(a_change_that_is_refused_closes_nothing, |house| {
    let jane = jane(house).await;
    let password = Some(house.password("short").await);
    let roles = Some([].into_iter().collect());
    let change = UpdateUser { password, roles, disabled: Some(true), ..update("jane") };
    let refused = told(house.registry.run(&house.root, change).await);
    assert_eq!(refused, "roles:required password:bad_password");
    assert_eq!(jane.is_told(house).await, ["ok", "ok"]);
});
