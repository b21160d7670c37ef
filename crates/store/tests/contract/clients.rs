//! Accounts as clients of the registrar face: what is told of them, what they have, and the one session of each user.

use chrono::TimeDelta;
use domesday_app::ports::{Holdings, NewUser, StoreError};
use domesday_domain::account::{AccountId, Client, Session, SessionId, UserId};
use domesday_domain::actor::Roles;
use domesday_domain::message::MessageKind;
use uuid::Uuid;

use crate::messages::message;
use crate::samples::{accounts, contact, domain, managed};
use crate::zones::now;
use crate::{contract, jobs};

contract!(a10_a_client_is_kept_to_the_last_member, |given| {
    let [acme, zeta] = given.write(|tx| accounts(tx, ["acme", "zeta"]));
    assert_eq!(given.read(move |snapshot| snapshot.client(acme)), Client::default());
    assert_eq!(given.read(|snapshot| snapshot.client(AccountId(4711))), Client::default());
    let text = |text: &str| Some(text.to_owned());
    let full = Client {
        name: text("ACME „Ltd“"),
        email: text("a@example.org"),
        iana_id: Some(i64::MAX),
        rdap_url: text("https://rdap.example.org/"),
        url: text("https://example.org/"),
        abuse_email: text("abuse@example.org"),
        abuse_voice: text("+1.5551234"),
        token_life: 86_400,
        mutations_per_minute: u32::MAX,
        reads_per_minute: 1,
    };
    for client in [full.clone(), Client { token_life: 1, ..Client::default() }, full] {
        let stored = client.clone();
        given.write(move |tx| tx.put_client(acme, &stored));
        assert_eq!(given.read(move |snapshot| snapshot.client(acme)), client);
        let told = given.read(|snapshot| snapshot.clients());
        assert_eq!(told.into_iter().find(|(id, _)| *id == acme).map(|(_, client)| client), Some(client.clone()));
        let told = given.read(move |snapshot| snapshot.clients_numbered(&[zeta, acme, AccountId(4711), acme]));
        assert_eq!(told.into_iter().filter(|(id, _)| *id != zeta).collect::<Vec<_>>(), [(acme, client)]);
    }
    assert!(given.read(|snapshot| snapshot.clients_numbered(&[])).is_empty());
    assert_eq!(given.read(move |snapshot| snapshot.client(zeta)), Client::default());
    given.by_hand("UPDATE accounts SET client = '{\"token_life\":7,\"of_a_later_program\":1}'");
    let expected = Client { token_life: 7, ..Client::default() };
    assert_eq!(given.read(move |snapshot| snapshot.client(acme)), expected);
    given.by_hand("UPDATE accounts SET client = '{\"token_life\":-7}'");
    assert!(matches!(jobs::read(&*given.store, move |snapshot| snapshot.client(acme)), Err(StoreError::Broken(_))));
});

contract!(accounts_are_found_by_their_numbers, |given| {
    let [acme, _, third] = given.write(|tx| accounts(tx, ["acme", "zeta", "third"]));
    let mut found = given.read(move |snapshot| snapshot.accounts_numbered(&[third, AccountId(4711), acme, third]));
    found.sort_by_key(|account| account.id);
    assert_eq!(found.iter().map(|account| account.name.as_str()).collect::<Vec<_>>(), ["acme", "third"]);
    assert!(given.read(|snapshot| snapshot.accounts_numbered(&[])).is_empty());
});

contract!(a10_what_an_account_has_is_counted, |given| {
    let [acme, zeta, none] = given.write(|tx| accounts(tx, ["acme", "zeta", "none"]));
    given.write(move |tx| {
        let blue = tx.insert_domain(&domain("blue.st", acme))?;
        let red = tx.insert_domain(&domain("red.st", zeta))?;
        tx.insert_domain(&domain("green.st", acme))?;
        tx.insert_contacts(&[contact("one", acme), contact("two", zeta), contact("three", acme)])?;
        let owned = domesday_domain::host::Host { parent: None, ..managed("ns.example.net", blue, acme) };
        tx.insert_hosts(&[managed("ns.blue.st", blue, acme), managed("ns.red.st", red, zeta), owned])?;
        tx.insert_messages(&[0, 1, 2].map(|seconds| message(acme, MessageKind::DomainExpire, seconds)))?;
        tx.mark_read(2, now())
    });
    let of = |id| given.read(move |snapshot| snapshot.holdings(id));
    let (acmes, zetas) = (
        Holdings { domains: 2, contacts: 2, hosts: 1, unread: 2 },
        Holdings { domains: 1, contacts: 1, hosts: 1, unread: 0 },
    );
    assert_eq!((of(acme), of(zeta), of(none)), (acmes, zetas, Holdings::default()));
    let mut all = given.read(|snapshot| snapshot.all_holdings());
    all.retain(|(_, holdings)| *holdings != Holdings::default());
    all.sort_by_key(|(id, _)| *id);
    assert_eq!(all, [(acme, acmes), (zeta, zetas)]);
});

contract!(a6_the_session_of_the_face_is_one_that_is_good_and_no_other, |given| {
    let [user, other] = given.write(|tx| {
        let [account] = accounts(tx, ["acme"])?;
        let mut users = [UserId(0); 2];
        for (user, login) in users.iter_mut().zip(["jane", "john"]) {
            let (login, roles) = (login.to_owned(), Roles::all());
            *user = tx.insert_user(&NewUser { account, login, roles, password_hash: None, created: now() })?;
        }
        Ok(users)
    });
    let end = now() + TimeDelta::seconds(60);
    let session = |id: u128, expires, registrar| Session {
        id: SessionId(Uuid::from_u128(id)),
        user,
        secret: "s".into(),
        created: now(),
        expires,
        idle: None,
        registrar,
        idling: None,
    };
    let mine = session(1, end, true);
    let others = [
        session(2, end + TimeDelta::days(1), false),
        Session { secret: "old".into(), ..session(3, end, true) },
        Session { user: other, ..session(4, end, true) },
        Session { idle: Some(TimeDelta::hours(8)), ..session(5, end, false) },
    ];
    let stored = mine.clone();
    given.write(move |tx| {
        others.iter().try_for_each(|session| tx.insert_session(session))?;
        tx.insert_session(&stored)
    });
    let found = |at| given.read(move |snapshot| snapshot.registrar_session(user, "s", at));
    assert_eq!(found(now()), Some(mine.clone()));
    assert_eq!((found(end - TimeDelta::microseconds(1)), found(end)), (Some(mine.clone()), None));
    let principal = given.read(move |snapshot| snapshot.session(mine.id)).expect("there");
    assert_eq!(principal.session.map(|session| session.registrar), Some(true));
});

contract!(a_key_tells_when_it_was_made, |given| {
    let made = given.write(|tx| {
        let [account] = accounts(tx, ["acme"])?;
        let user = NewUser { account, login: "jane".into(), roles: Roles::all(), password_hash: None, created: now() };
        let user = tx.insert_user(&user)?;
        let key = tx.insert_key(user, &[7; 32], "label", now())?;
        tx.disable_key(key)
    });
    let created = |octet| given.read(move |snapshot| snapshot.key_created(&[octet; 32]));
    assert_eq!((made, created(7), created(8)), (true, Some(now()), None));
});
