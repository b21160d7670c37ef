//! The users of one's own account, what they may do, and the contacts that it sponsors, as the DynECT face reads them (`dynect.md` U1–U4).

use std::sync::Arc;

use domesday_app::accounts::{AccountChange, ListOwnUsers, OwnUser, ReadGrants, ReadOwnUser, UpdateUser};
use domesday_app::clients::ClientDraft;
use domesday_app::contacts::{CreateContact, NewContact, ReadSponsoredContact, StreamSponsoredContacts};
use domesday_app::form::Form;
use domesday_app::refusal::Refusal;
use domesday_app::registry::Caller;
use domesday_domain::actor::{Permission, Role, Roles};
use domesday_domain::contact::{ContactDraft, PostalDraft};
use tokio::task::JoinSet;

use crate::house::{House, update, with};
use crate::{contract, told};

/// Two accounts, each with a user of every role, whose login is `<account>-<role>`.
async fn two_accounts(house: &House) {
    for account in ["acme", "zeta"] {
        house.account(account).await;
        for role in Role::ALL {
            house.user(account, &format!("{account}-{role}"), &[role]).await;
        }
    }
}

async fn caller(house: &House, login: &str) -> Caller {
    with(&house.key(login).await.text)
}

async fn read(house: &House, caller: &Caller, login: &str) -> Result<OwnUser, Refusal> {
    house.registry.ask(caller, ReadOwnUser { login: login.into() }).await
}

async fn roles(house: &House, caller: &Caller, login: Option<&str>) -> Result<Roles, Refusal> {
    let asked = ReadGrants { login: login.map(str::to_owned) };
    Ok(house.registry.ask(caller, asked).await?.roles)
}

/// What makes a contact that an account sponsors.
fn new_contact(account: &str, id: &str) -> CreateContact {
    let int = Some(PostalDraft { name: Some("Ann Smith".into()), ..PostalDraft::default() });
    let draft = ContactDraft { email: Some("ann@x.org".into()), int, ..ContactDraft::default() };
    let new = NewContact { id: Some(id.into()), sponsor: Some(account.into()), statuses: Vec::new(), draft };
    CreateContact { form: Form::read(new, Vec::new()), random: [0; 10] }
}

/// The ids of the contacts that a caller is shown, and in how many items.
async fn contacts(house: &House, caller: &Caller) -> Result<(Vec<String>, usize), Refusal> {
    let ((), mut items) = house.registry.stream(caller, StreamSponsoredContacts).await?;
    let (mut ids, mut count) = (Vec::new(), 0);
    while let Some(item) = items.recv().await {
        ids.extend(item?.iter().map(|contact| contact.id.to_string()));
        count += 1;
    }
    Ok((ids, count))
}

async fn contact(house: &House, caller: &Caller, id: &str) -> String {
    told(house.registry.ask(caller, ReadSponsoredContact { id: id.into() }).await)
}

contract!(u1_users_are_those_of_the_own_account_by_login, |house| {
    two_accounts(house).await;
    for role in ["reader", "hostmaster", "admin"] {
        let caller = caller(house, &format!("acme-{role}")).await;
        let users = house.registry.ask(&caller, ListOwnUsers).await.expect("they are listed");
        let logins: Vec<&str> = users.iter().map(|own| own.user.login.as_str()).collect();
        assert_eq!(
            logins,
            ["acme-admin", "acme-attestor", "acme-hostmaster", "acme-reader", "acme-registrar"],
            "{role}"
        );
        assert_eq!(told(read(house, &caller, "acme-attestor").await), "ok");
        for other in ["zeta-reader", "nobody", "ACME-reader", "acme-reader\0", "", "a b"] {
            assert_eq!(told(read(house, &caller, other).await), "missing", "{role} reads {other:?}");
        }
    }
    for role in ["registrar", "attestor"] {
        let caller = caller(house, &format!("acme-{role}")).await;
        assert_eq!(told(house.registry.ask(&caller, ListOwnUsers).await), "forbidden");
        assert_eq!(told(read(house, &caller, "acme-reader").await), "forbidden");
    }
});

contract!(u1_a_user_is_told_with_their_state_and_their_account, |house| {
    let draft = ClientDraft {
        name: Some("Acme Ltd".into()),
        roles: Some(vec!["reader".into(), "registrar".into()]),
        ..ClientDraft::default()
    };
    house.client("acme", draft).await;
    house.user("acme", "jane", &[Role::Hostmaster]).await;
    let caller = caller(house, "acme").await;
    let jane = read(house, &caller, "jane").await.expect("she is there");
    assert_eq!((jane.organization.as_deref(), jane.user.disabled), (Some("Acme Ltd"), false));
    assert!(jane.grants.allow(Permission::WriteZones));
    house.run(UpdateUser { disabled: Some(true), ..update("jane") }).await;
    house.set("acme", AccountChange::Suspend).await;
    let jane = read(house, &caller, "jane").await.expect("she is there");
    assert!(
        jane.user.disabled && !jane.grants.allow(Permission::WriteZones) && jane.grants.allow(Permission::ReadZones)
    );
    let all = house.registry.ask(&caller, ListOwnUsers).await.expect("they are listed");
    assert!(all.contains(&jane) && all.iter().all(|own| own.organization.as_deref() == Some("Acme Ltd")));
});

contract!(u3_everybody_may_ask_about_themselves_and_an_admin_about_others_of_the_account, |house| {
    two_accounts(house).await;
    for role in Role::ALL {
        let login = format!("acme-{role}");
        let caller = caller(house, &login).await;
        let own = [role].into_iter().collect();
        assert_eq!(roles(house, &caller, None).await.expect("their own"), own);
        assert_eq!(roles(house, &caller, Some(&login)).await.expect("their own"), own);
        let others = [("acme-reader", "ok"), ("zeta-reader", "missing"), ("nobody", "missing"), ("a\0", "missing")];
        for (other, answer) in others.into_iter().filter(|(other, _)| *other != login) {
            let expected = if role == Role::Admin { answer } else { "forbidden" };
            assert_eq!(told(roles(house, &caller, Some(other)).await), expected, "{role} asks about {other:?}");
        }
    }
    let admin = caller(house, "acme-admin").await;
    let reader = [Role::Reader].into_iter().collect();
    assert_eq!(roles(house, &admin, Some("acme-reader")).await.expect("an admin may ask"), reader);
});

contract!(u2_contacts_are_those_that_the_own_account_sponsors, |house| {
    two_accounts(house).await;
    for (account, id) in [("acme", "B-2"), ("zeta", "Z-1"), ("acme", "a-1"), ("acme", "c.3")] {
        house.run(new_contact(account, id)).await;
    }
    for role in Role::ALL {
        let caller = caller(house, &format!("acme-{role}")).await;
        if role == Role::Attestor {
            assert_eq!(told(contacts(house, &caller).await), "forbidden");
            assert_eq!(contact(house, &caller, "a-1").await, "forbidden");
            continue;
        }
        let (ids, _) = contacts(house, &caller).await.expect("they are listed");
        assert_eq!(ids, ["a-1", "B-2", "c.3"], "{role}");
        for (id, answer) in [
            ("a-1", "ok"),
            ("b-2", "ok"),
            ("Z-1", "missing"),
            ("none", "missing"),
            ("x\0y", "missing"),
            ("", "missing"),
        ] {
            assert_eq!(contact(house, &caller, id).await, answer, "{role} reads {id:?}");
        }
    }
});

contract!(p3_contacts_come_in_pieces_and_none_is_lost_between_them, |house| {
    house.client("acme", ClientDraft::default()).await;
    let caller = caller(house, "acme").await;
    assert_eq!(contacts(house, &caller).await.expect("none"), (Vec::new(), 0));
    let mut making = JoinSet::new();
    let registry = Arc::clone(&house.registry);
    for number in 0..1001 {
        let (registry, root) = (registry.clone(), house.root.clone());
        let command = new_contact("acme", &format!("c{number:04}"));
        making.spawn(async move { told(registry.run(&root, command).await) });
    }
    assert!(making.join_all().await.iter().all(|told| told == "ok"));
    let (ids, items) = contacts(house, &caller).await.expect("they are listed");
    let expected: Vec<String> = (0..1001).map(|number| format!("c{number:04}")).collect();
    assert_eq!((ids, items), (expected, 2));
});
