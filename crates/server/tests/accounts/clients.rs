//! Clients of the registrar face (`registrar.md` A10): an account with its first user.

use domesday_app::clients::{ChangedClient, ClientDraft, CreateClient, ListClients, ReadClient, UpdateClient};
use domesday_app::form::Form;
use domesday_app::refusal::{Refusal, Unreadable};
use domesday_domain::account::TOKEN_LIFE;
use domesday_domain::actor::{Permission, Role, Roles};
use domesday_domain::fault::Fault;

use crate::house::{House, PASSWORD, form, registrar_at, with};
use crate::{contract, told};

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn login(login: &str) -> ClientDraft {
    ClientDraft { login: some(login), ..ClientDraft::default() }
}

async fn creates(house: &House, draft: ClientDraft) -> String {
    let password = Some(house.client_password(PASSWORD).await);
    told(house.registry.run(&house.root, CreateClient { form: form(draft), password }).await)
}

fn change(login: &str, draft: ClientDraft) -> UpdateClient {
    UpdateClient { login: login.into(), form: form(draft), password: None }
}

async fn changes(house: &House, login: &str, draft: ClientDraft) -> Result<ChangedClient, Refusal> {
    house.registry.run(&house.root, change(login, draft)).await
}

async fn reads(house: &House, token: &str, login: &str) -> String {
    let read = house.registry.ask(&with(token), ReadClient { login: login.into() }).await;
    read.as_ref().map_or_else(|_| told(read.clone()), |client| format!("{} {}", client.account.name, client.login))
}

contract!(a10_a_client_is_an_account_with_its_first_user, |house| {
    let made = house.client("Acme-1", ClientDraft::default()).await.after;
    assert_eq!((made.account.name.as_str(), made.login.as_str()), ("Acme-1", "Acme-1"), "the login is the handle");
    assert_eq!(made.roles, [Role::Registrar].into_iter().collect());
    assert_eq!((made.client.token_life, made.client.mutations_per_minute), (TOKEN_LIFE, 0));
    let session = house.registrar("Acme-1").await;
    assert_eq!(session.principal.actor.account, made.account.id);
    assert_eq!(told(house.registry.admit(&with(&session.token), Permission::MakeRegistrations).await), "ok");

    let draft = ClientDraft {
        handle: some("zeta"),
        name: some("Zeta Names"),
        iana_id: Some(Some(292)),
        abuse_voice: some("+1.5551234"),
        roles: Some(vec!["registrar".into(), "reader".into()]),
        suspended: Some(true),
        ..ClientDraft::default()
    };
    let zeta = house.client("zeta.ops@example.org", draft).await.after;
    assert_eq!((zeta.account.name.as_str(), zeta.login.as_str()), ("zeta", "zeta.ops@example.org"));
    assert!(zeta.account.suspended);
    let read = house.ask(ReadClient { login: "zeta.ops@example.org".into() }).await;
    assert_eq!(read, zeta);
    let all: Vec<_> = house.ask(ListClients).await.into_iter().map(|client| client.login).collect();
    assert_eq!(all, ["Acme-1", "admin", "zeta.ops@example.org"]);
    assert!(house.ask(ListClients).await.contains(&zeta));
});

contract!(a10_what_is_wrong_with_a_new_client_is_told_class_by_class, |house| {
    let worst = ClientDraft { roles: Some(vec!["king".into()]), token_ttl: Some(Some(0)), ..login("a b") };
    let command = |draft, password| CreateClient { form: form(draft), password };
    let short = Some(house.client_password("1234567").await);
    let wrong = told(house.registry.run(&house.root, command(worst.clone(), short)).await);
    assert_eq!(wrong, "Malformed /login login; Malformed /password password; Malformed /roles/0 role");
    let wrong = told(house.registry.run(&house.root, command(ClientDraft::default(), None)).await);
    assert_eq!(wrong, "Missing /login required; Missing /password required");
    assert_eq!(creates(house, login("ab")).await, "Malformed /handle handle", "no handle is so short");
    assert_eq!(creates(house, ClientDraft { handle: some("acme"), ..login("ab") }).await, "ok");
    let long = ClientDraft { token_ttl: Some(Some(86_401)), ..login("ab") };
    assert_eq!(
        creates(house, ClientDraft { handle: some("ACME"), ..long.clone() }).await,
        ["Exists /handle handle-taken", "Exists /login login-taken",].join("; "),
        "what is taken hides what is out of range"
    );
    assert_eq!(
        creates(house, ClientDraft { handle: some("other"), ..long.clone() }).await,
        "Exists /login login-taken"
    );
    assert_eq!(creates(house, ClientDraft { login: some("other"), ..long }).await, "OutOfRange /tokenTtl out-of-range");
    assert_eq!(house.ask(ListClients).await.len(), 2, "nothing of what was refused stays");
});

contract!(a10_what_cannot_be_read_is_told_before_what_is_wrong, |house| {
    let refusal = Refusal::Unreadable { how: Unreadable::Malformed, detail: "no JSON".into() };
    let command = CreateClient { form: Form::unreadable(refusal), password: None };
    let refused = house.registry.run(&house.root, command).await;
    assert!(matches!(refused, Err(Refusal::Unreadable { how: Unreadable::Malformed, .. })));
    let wrong = Fault::malformed("/name", "not-a-string", "it is a text");
    let command = CreateClient { form: Form::read(ClientDraft::default(), vec![wrong]), password: None };
    let told = told(house.registry.run(&house.root, command).await);
    assert_eq!(told, "Malformed /name not-a-string; Missing /login required; Missing /password required");
});

contract!(a10_passwords_have_8_to_128_characters, |house| {
    for (length, fits) in [(7, false), (8, true), (128, true), (129, false)] {
        let text = "\u{e9}".repeat(length);
        let name = format!("client-{length}");
        let password = Some(house.client_password(&text).await);
        let made = told(house.registry.run(&house.root, CreateClient { form: form(login(&name)), password }).await);
        assert_eq!(made == "ok", fits, "{length}: {made}");
        assert_eq!(registrar_at(&house.registry, &name, &text).await.is_ok(), fits, "{length}");
    }
});

contract!(a10_all_but_login_and_handle_is_changed, |house| {
    let before = house.client("acme", ClientDraft { name: some("Acme"), ..ClientDraft::default() }).await.after;
    let draft = ClientDraft {
        login: some("acme"),
        handle: some("ACME"),
        name: some(""),
        email: some("hostmaster@acme.example"),
        reads_per_minute: Some(Some(9)),
        ..ClientDraft::default()
    };
    let changed = changes(house, "acme", draft).await.expect("it is changed");
    assert_eq!(changed.before, Some(before.clone()));
    assert_eq!(house.ask(ReadClient { login: "acme".into() }).await, changed.after);
    assert_eq!((changed.after.client.name, changed.after.client.reads_per_minute), (None, 9));
    assert_eq!(changed.after.account, before.account);
    let other = ClientDraft { handle: some("other"), token_ttl: Some(Some(0)), ..login("other") };
    let refused = told(changes(house, "acme", other).await);
    assert_eq!(refused, "OutOfRange /tokenTtl out-of-range; Policy /login fixed; Policy /handle fixed");
    assert_eq!(told(changes(house, "nobody", ClientDraft::default()).await), "NotThere path:login unknown");
    assert_eq!(told(changes(house, "acme", ClientDraft::default()).await), "ok");
});

contract!(a8_another_password_or_other_roles_of_a_client_close_its_session, |house| {
    house.client("acme", ClientDraft { token_ttl: Some(Some(3600)), ..ClientDraft::default() }).await;
    let first = house.registrar("acme").await;
    let same = ClientDraft { roles: Some(vec!["registrar".into()]), suspended: Some(true), ..ClientDraft::default() };
    assert_eq!(told(changes(house, "acme", same).await), "ok");
    assert_eq!(told(house.current(&first.token).await), "ok", "its roles are the same");
    assert_eq!(told(house.registry.admit(&with(&first.token), Permission::MakeRegistrations).await), "suspended");
    assert_eq!(told(house.registry.admit(&with(&first.token), Permission::KeepRegistrations).await), "ok");
    let reader = ClientDraft { roles: Some(vec!["reader".into()]), ..ClientDraft::default() };
    assert_eq!(told(changes(house, "acme", reader).await), "ok");
    assert_eq!(told(house.current(&first.token).await), "unauthenticated");

    let second = house.registrar("acme").await;
    assert_eq!(second.principal.actor.roles, [Role::Reader].into_iter().collect::<Roles>());
    let password = Some(house.client_password("another password").await);
    let command = UpdateClient { password, ..change("acme", ClientDraft::default()) };
    house.run(command).await;
    assert_eq!(told(house.current(&second.token).await), "unauthenticated");
    assert_eq!(told(registrar_at(&house.registry, "acme", PASSWORD).await), "bad_credentials");
    assert_eq!(told(registrar_at(&house.registry, "acme", "another password").await), "ok");
});

contract!(a10_a_client_is_shown_to_itself_and_to_admins, |house| {
    house.client("acme", ClientDraft::default()).await;
    house.client("zeta", ClientDraft::default()).await;
    house.user("acme", "jane", &[Role::Reader]).await;
    house.user("acme", "vera", &[Role::Attestor]).await;
    let [acme, jane, admin] =
        [house.registrar("acme").await, house.registrar("jane").await, house.registrar("admin").await];
    for token in [&acme.token, &jane.token, &admin.token] {
        assert_eq!(reads(house, token, "acme").await, "acme acme");
        assert_eq!(reads(house, token, "ACME/acme").await, "acme acme");
        assert_eq!(reads(house, token, "nobody").await, "NotThere path:login unknown");
    }
    assert_eq!(reads(house, &jane.token, "jane").await, "acme acme", "the client of her account");
    assert_eq!(reads(house, &admin.token, "zeta").await, "zeta zeta");
    assert_eq!(reads(house, &acme.token, "zeta").await, "Denied path:login foreign");
    let vera = house.registrar("vera").await;
    assert_eq!(reads(house, &vera.token, "acme").await, "forbidden");
    for caller in [with(&acme.token), with(&vera.token)] {
        assert_eq!(told(house.registry.ask(&caller, ListClients).await), "forbidden");
        assert_eq!(told(house.registry.run(&caller, change("acme", ClientDraft::default())).await), "forbidden");
        assert_eq!(told(house.registry.client_password(&caller, PASSWORD.into()).await.map(drop)), "forbidden");
    }
});

contract!(a10_where_several_accounts_have_a_login_it_is_named_with_its_account, |house| {
    for account in ["acme", "zeta"] {
        house.account(account).await;
        house.user(account, "jane", &[Role::Registrar]).await;
    }
    let admin = house.registrar("admin").await.token;
    assert_eq!(reads(house, &admin, "jane").await, "Malformed path:login ambiguous");
    assert_eq!(reads(house, &admin, "Zeta/jane").await, "zeta jane");
    let jane = house.registrar("acme/jane").await.token;
    assert_eq!(reads(house, &jane, "jane").await, "acme jane");
    assert_eq!(reads(house, &jane, "zeta/jane").await, "Denied path:login foreign");
    assert_eq!(
        creates(house, ClientDraft { handle: some("other"), ..login("jane") }).await,
        "Exists /login login-taken"
    );
});
