//! What the laws start from: a registry on an empty store, put together as the server does it, but for its clock and cheap passwords.

use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use domesday_app::accounts::{
    AccountChange, CreateAccount, CreateUser, CreatedKey, NamedUser, NewPassword, SetAccountState, UpdateUser,
    WantedKey,
};
use domesday_app::clients::{ChangedClient, ClientDraft, ClientPassword, CreateClient};
use domesday_app::dynect::DynectRules;
use domesday_app::form::Form;
use domesday_app::ports::{Clock, Principal, Secret, Store};
use domesday_app::refusal::Refusal;
use domesday_app::registry::{Caller, Command, Outside, Proof, Query, Registry};
use domesday_app::sessions::{Credentials, Life, OpenedSession, SessionRules};
use domesday_app::tlds::Naming;
use domesday_domain::actor::Role;
use domesday_domain::entity::RegistryUrl;
use domesday_domain::history::Face;
use domesday_signing::{Argon2Passwords, FileSigner, KeyDirectory, PasswordCost, SessionTokens, SystemChance};
use domesday_store::Options;
use domesday_tests::database::Database;
use domesday_tests::server::give_key;
use tokio::runtime::Runtime;

/// Everybody's password.
pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// Where log-ins come from that say nothing else.
pub(crate) const HERE: &str = "192.0.2.1";

/// How many passwords are hashed at once.
pub(crate) const TURNS: usize = 2;

/// A clock that stands still until it is moved.
struct Hand(Mutex<DateTime<Utc>>);

impl Clock for Hand {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().expect("the clock")
    }
}

/// A registry after its first start.
pub(crate) struct House {
    /// It.
    pub(crate) registry: Arc<Registry>,
    /// The command line, which may do everything.
    pub(crate) root: Caller,
    /// What runs its laws.
    pub(crate) runtime: Runtime,
    clock: Arc<Hand>,
    store: Arc<dyn Store>,
    keys: FileSigner,
    _database: Database,
}

impl House {
    /// A registry on an empty database, whose first user is `admin` with [`PASSWORD`].
    pub(crate) fn on(database: Database) -> Self {
        let noon = Utc.with_ymd_and_hms(2026, 11, 21, 12, 0, 0).single().expect("a time");
        let clock = Arc::new(Hand(Mutex::new(noon + TimeDelta::microseconds(123_456))));
        let options = Options { connections: 4, ..Options::for_url(database.url()) };
        let store = domesday_store::open(&options).expect("the store opens");
        let keys = FileSigner::new(Arc::new(KeyDirectory::open(give_key(database.directory())).expect("the keys")));
        let registry = assemble(&store, &clock, &keys, None, DynectRules::default());
        let root = Caller::system(Face::CommandLine, "law".into());
        let runtime = Runtime::new().expect("a runtime");
        let started = runtime.block_on(registry.first_start(&root, Some(PASSWORD.into())));
        let first = started.expect("the first start succeeds").expect("the database was empty");
        assert!(first.generated_password.is_none());
        Self { registry, root, runtime, clock, store, keys, _database: database }
    }

    /// Another node, which remembers nothing; its configuration may have a secret.
    pub(crate) fn another_node(&self, secret: Option<Secret>) -> Arc<Registry> {
        assemble(&self.store, &self.clock, &self.keys, secret, DynectRules::default())
    }

    /// Another node, which has these rules for the DynECT face.
    pub(crate) fn node_with(&self, rules: DynectRules) -> Arc<Registry> {
        assemble(&self.store, &self.clock, &self.keys, None, rules)
    }

    /// Lets so many seconds pass.
    pub(crate) fn pass(&self, seconds: i64) {
        *self.clock.0.lock().expect("the clock") += TimeDelta::seconds(seconds);
    }

    /// Lets time pass until an instant.
    pub(crate) fn pass_until(&self, instant: DateTime<Utc>) {
        *self.clock.0.lock().expect("the clock") = instant;
    }

    /// Runs a command that must succeed, as the command line.
    pub(crate) async fn run<C: Command>(&self, command: C) -> C::Answer {
        self.registry.run(&self.root, command).await.expect("the command succeeds")
    }

    /// Asks what must be answered, as the command line.
    pub(crate) async fn ask<Q: Query>(&self, query: Q) -> Q::Answer {
        self.registry.ask(&self.root, query).await.expect("the question is answered")
    }

    /// Makes an account.
    pub(crate) async fn account(&self, name: &str) {
        self.run(CreateAccount { name: name.into() }).await;
    }

    /// Makes a user of it, with [`PASSWORD`].
    pub(crate) async fn user(&self, account: &str, login: &str, roles: &[Role]) {
        let password = Some(self.password(PASSWORD).await);
        let roles = roles.iter().copied().collect();
        self.run(CreateUser { account: account.into(), login: login.into(), roles, password }).await;
    }

    /// A password to give to a user.
    pub(crate) async fn password(&self, text: &str) -> NewPassword {
        self.registry.new_password(&self.root, text.into()).await.expect("a password is hashed")
    }

    /// Changes an account.
    pub(crate) async fn set(&self, account: &str, change: AccountChange) {
        self.run(SetAccountState { account: account.into(), change }).await;
    }

    /// Makes a key for a user.
    pub(crate) async fn key(&self, login: &str) -> CreatedKey {
        let wanted = WantedKey { user: named(login), label: "backup".into() };
        self.registry.create_key(&self.root, wanted).await.expect("the key is made")
    }

    /// Logs in from [`HERE`].
    pub(crate) async fn log_in(&self, login: &str, password: &str) -> Result<OpenedSession, Refusal> {
        self.log_in_from(HERE, login, password).await
    }

    /// Logs in from an address.
    pub(crate) async fn log_in_from(
        &self,
        address: &str,
        login: &str,
        password: &str,
    ) -> Result<OpenedSession, Refusal> {
        log_in_at(&self.registry, address, login, password).await
    }

    /// Opens a session with [`PASSWORD`].
    pub(crate) async fn session(&self, login: &str) -> OpenedSession {
        self.log_in(login, PASSWORD).await.expect("a session opens")
    }

    /// Makes a client of the registrar face, whose login is its handle, with [`PASSWORD`].
    pub(crate) async fn client(&self, login: &str, draft: ClientDraft) -> ChangedClient {
        let draft = ClientDraft { login: Some(login.into()), ..draft };
        self.run(CreateClient { form: form(draft), password: Some(self.client_password(PASSWORD).await) }).await
    }

    /// A password to give to a client.
    pub(crate) async fn client_password(&self, text: &str) -> ClientPassword {
        self.registry.client_password(&self.root, text.into()).await.expect("a password is hashed")
    }

    /// Logs in at the registrar face, with [`PASSWORD`].
    pub(crate) async fn registrar(&self, login: &str) -> OpenedSession {
        registrar_at(&self.registry, login, PASSWORD).await.expect("a session opens")
    }

    /// Whom a token stands for: on this node, and by the same word on another.
    pub(crate) async fn current(&self, token: &str) -> Result<Principal, Refusal> {
        let here = self.registry.current_session(&with(token)).await;
        let there = self.another_node(None).current_session(&with(token)).await;
        assert_eq!(crate::told(here.clone()), crate::told(there), "every node says the same");
        here
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.store.close();
    }
}

fn assemble(
    store: &Arc<dyn Store>,
    clock: &Arc<Hand>,
    keys: &FileSigner,
    configured_secret: Option<Secret>,
    dynect_rules: DynectRules,
) -> Arc<Registry> {
    Arc::new(Registry::new(Outside {
        store: store.clone(),
        clock: clock.clone(),
        ids: Arc::new(SystemChance::new().expect("chance")),
        tokens: Arc::new(SessionTokens::new().expect("tokens")),
        passwords: Arc::new(Argon2Passwords::new(PasswordCost::CHEAP).expect("passwords")),
        configured_secret,
        hashing_at_once: TURNS,
        session_rules: SessionRules::default(),
        naming: Naming::default(),
        dynect_rules,
        registry_url: RegistryUrl::parse("https://registry.example").expect("a URL"),
        signer: Arc::new(keys.clone()),
    }))
}

/// Logs in at a node.
pub(crate) async fn log_in_at(
    registry: &Registry,
    address: &str,
    login: &str,
    password: &str,
) -> Result<OpenedSession, Refusal> {
    let credentials = Credentials { login: login.into(), password: password.into(), account: None };
    registry.log_in(&nobody(), credentials, from(address)).await
}

/// Logs in at the registrar face of a node.
pub(crate) async fn registrar_at(registry: &Registry, login: &str, password: &str) -> Result<OpenedSession, Refusal> {
    let credentials = Credentials { login: login.into(), password: password.into(), account: None };
    registry.log_in_for(&nobody(), credentials, from(HERE), Life::Registrar).await
}

/// Logs in at the DynECT face of a node.
pub(crate) async fn dynect_at(
    registry: &Registry,
    account: &str,
    login: &str,
    password: &str,
) -> Result<OpenedSession, Refusal> {
    let credentials = Credentials { login: login.into(), password: password.into(), account: Some(account.into()) };
    registry.log_in_dynect(&nobody(), credentials, from(HERE)).await
}

/// What an admin says about a client, with nothing wrong in it so far.
pub(crate) fn form(draft: ClientDraft) -> Form<ClientDraft> {
    Form::read(draft, Vec::new())
}

/// An address.
pub(crate) fn from(address: &str) -> IpAddr {
    address.parse().expect("an address")
}

/// A caller without a credential.
pub(crate) fn nobody() -> Caller {
    Caller { proof: Proof::Nothing, face: Face::Zones, request_id: "law".into(), transaction: None }
}

/// A caller with a token or a key.
pub(crate) fn with(token: &str) -> Caller {
    Caller { proof: Proof::Token(token.into()), ..nobody() }
}

/// A user by login alone.
pub(crate) fn named(login: &str) -> NamedUser {
    NamedUser { account: None, login: login.into() }
}

/// A change of a user that changes nothing yet.
pub(crate) fn update(login: &str) -> UpdateUser {
    UpdateUser { user: named(login), roles: None, password: None, disabled: None }
}
