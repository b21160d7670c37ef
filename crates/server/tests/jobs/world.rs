//! What the laws start from: servers on one database, each with a store of its own, and two sessions of one user.

use std::sync::Arc;

use domesday_app::accounts::CreateAccount;
use domesday_app::dynect::DynectRules;
use domesday_app::jobs::{Job, JobAnswer, Ran, RenderJob};
use domesday_app::refusal::Refusal;
use domesday_app::registry::{Caller, Outside, Registry};
use domesday_app::sessions::{Credentials, SessionRules};
use domesday_app::tlds::Naming;
use domesday_domain::account::{Account, SessionId};
use domesday_domain::entity::RegistryUrl;
use domesday_domain::history::Face;
use domesday_signing::{
    Argon2Passwords, FileSigner, KeyDirectory, PasswordCost, SessionTokens, SystemChance, SystemClock,
};
use domesday_store::Options;
use domesday_tests::database::Database;
use domesday_tests::server::give_key;
use tokio::runtime::Runtime;

/// The longest answer that is kept in these laws, in octets.
pub(crate) const RESULT_MAX: usize = 3 << 20;

/// A server: a registry and its own store.
#[derive(Clone)]
pub(crate) struct Server(pub(crate) Arc<Registry>);

impl Server {
    /// Takes everything from it that a death takes.
    pub(crate) fn die(self) {
        self.0.store().close();
    }
}

/// A database with one server.
pub(crate) struct World {
    /// The server.
    pub(crate) server: Server,
    /// A session.
    pub(crate) hers: SessionId,
    /// Another one of the same user.
    pub(crate) his: SessionId,
    /// What runs the laws.
    pub(crate) runtime: Runtime,
    root: Caller,
    database: Database,
}

impl World {
    /// A database after its first start, whose user opened two sessions.
    pub(crate) fn on(database: Database) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let root = Caller::system(Face::CommandLine, "law".into());
        let server = server(&database);
        let (hers, his) = runtime.block_on(async {
            server.0.first_start(&root, Some("swordfish".into())).await.expect("the first start succeeds");
            (log_in(&server, &root).await, log_in(&server, &root).await)
        });
        Self { server, hers, his, runtime, root, database }
    }

    /// Another server on the same database. It is opened on a thread of its own, as a store must not be on one that runs tasks.
    pub(crate) fn another(&self) -> Server {
        std::thread::scope(|scope| scope.spawn(|| server(&self.database)).join().expect("no panic"))
    }

    /// Whether several servers may use the database at once.
    pub(crate) fn is_shared(&self) -> bool {
        self.database.is_postgres()
    }

    /// A new job of her session, with a number of this server's.
    pub(crate) async fn job(&self) -> Job {
        self.job_of(self.hers).await
    }

    /// A new job of a session.
    pub(crate) async fn job_of(&self, holder: SessionId) -> Job {
        Job { id: self.server.0.job_number().await.expect("a number"), holder }
    }

    /// Makes an account as a job at a server.
    pub(crate) async fn make(&self, server: &Server, job: Job, name: &str) -> Result<Ran<Account>, Refusal> {
        let render: RenderJob<Account> = Arc::new(|account| JobAnswer(format!("made {}", account.id.0)));
        server.0.run_job(&self.root, job, CreateAccount { name: name.into() }, render).await
    }

    /// Whether there is an account of this name.
    pub(crate) async fn has(&self, server: &Server, name: &str) -> bool {
        let made = server.0.rehearse(&self.root, CreateAccount { name: name.into() }).await;
        made.is_err()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.server.0.store().close();
    }
}

fn server(database: &Database) -> Server {
    let options = Options { connections: 4, ..Options::for_url(database.url()) };
    let keys = FileSigner::new(Arc::new(KeyDirectory::open(give_key(database.directory())).expect("the keys")));
    let mut dynect_rules = DynectRules::default();
    dynect_rules.jobs.result_max = RESULT_MAX;
    Server(Arc::new(Registry::new(Outside {
        store: domesday_store::open(&options).expect("the store opens"),
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemChance::new().expect("chance")),
        tokens: Arc::new(SessionTokens::new().expect("tokens")),
        passwords: Arc::new(Argon2Passwords::new(PasswordCost::CHEAP).expect("passwords")),
        configured_secret: None,
        hashing_at_once: 2,
        session_rules: SessionRules::default(),
        naming: Naming::default(),
        dynect_rules,
        registry_url: RegistryUrl::parse("https://registry.example").expect("a URL"),
        signer: Arc::new(keys),
    })))
}

async fn log_in(server: &Server, root: &Caller) -> SessionId {
    let credentials = Credentials { login: "admin".into(), password: "swordfish".into(), account: None };
    let here = "192.0.2.1".parse().expect("an address");
    server.0.log_in(root, credentials, here).await.expect("a session opens").session.id
}
