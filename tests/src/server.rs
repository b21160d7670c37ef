//! The real binary, started on a free port, killed and started again as a test wants it.

use crate::chance;
use crate::client::Client;
use crate::database::Database;
use serde_json::json;
use std::fs::{File, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

/// The password of the user `admin` of every server started here, and of all users made by [`Server::user`].
pub const PASSWORD: &str = "correct horse battery staple";

/// A running server with its database. Dropping it stops it.
#[derive(Debug)]
pub struct Server {
    database: Database,
    program: Mutex<PathBuf>,
    settings: Mutex<Vec<(String, String)>>,
    running: Mutex<Running>,
}

#[derive(Debug)]
struct Running {
    process: Child,
    url: String,
}

/// What a command of the command line gave.
#[derive(Debug)]
pub struct Output {
    /// The exit code; -1 if a signal ended it.
    pub status: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Server {
    /// Starts a server and waits until it is ready.
    #[must_use]
    pub fn start(database: Database) -> Self {
        Self::start_with(database, &[])
    }

    /// Starts a server with further settings, such as `("DOMESDAY__SESSIONS__LIFE", "60")`.
    #[must_use]
    pub fn start_with(database: Database, settings: &[(&str, &str)]) -> Self {
        Self::start_of(binary(), database, settings)
    }

    /// Starts a server of another program than the one under test, such as [`previous`].
    #[must_use]
    pub fn start_of(program: &Path, database: Database, settings: &[(&str, &str)]) -> Self {
        let settings: Vec<_> = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let running = Mutex::new(launch(program, &database, &settings, None));
        Self { database, program: Mutex::new(program.to_owned()), settings: Mutex::new(settings), running }
    }

    /// Changes the program for the next start and for further nodes, and for the command line at once.
    pub fn use_program(&self, program: &Path) {
        program.clone_into(&mut self.program.lock().unwrap());
    }

    /// Changes a setting for the next start, and for the command line at once.
    pub fn set(&self, key: &str, value: &str) {
        let mut settings = self.settings.lock().unwrap();
        settings.retain(|(known, _)| known != key);
        settings.push((key.to_owned(), value.to_owned()));
    }

    /// Where it listens, like `http://127.0.0.1:12345`. Changes with every start.
    #[must_use]
    pub fn url(&self) -> String {
        self.running.lock().unwrap().url.clone()
    }

    /// Its database.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// A caller without credentials.
    #[must_use]
    pub fn nobody(&self) -> Client {
        Client::new(&self.url())
    }

    /// The first user, logged in: all roles, account `registry`.
    #[must_use]
    pub fn admin(&self) -> Client {
        self.log_in("admin")
    }

    /// Logs a user in whose password is [`PASSWORD`].
    #[must_use]
    pub fn log_in(&self, login: &str) -> Client {
        let client = self.nobody();
        let session = client.post("/sessions", &json!({"login": login, "password": PASSWORD})).expect(201).json();
        client.with_token(session["token"].as_str().expect("a token"))
    }

    /// Makes an account, if it is new, and a user with these roles in it, by the command line, and logs that user in.
    #[must_use]
    pub fn user(&self, login: &str, account: &str, roles: &[&str]) -> Client {
        // The account may be there: then this is refused, and the next command tells whether that was the reason.
        let _ = self.command(&["account", "create", account], b"");
        let mut arguments = vec!["user", "create", login, "--account", account];
        for role in roles {
            arguments.extend(["--role", role]);
        }
        arguments.push("--password-stdin");
        let output = self.command(&arguments, format!("{PASSWORD}\n").as_bytes());
        assert_eq!(output.status, 0, "domesday user create: {}{}", output.stdout, output.stderr);
        self.log_in(login)
    }

    /// Runs the command line with the server's own environment.
    #[must_use]
    pub fn command(&self, arguments: &[&str], input: &[u8]) -> Output {
        let mut process = command(&self.program.lock().unwrap(), &self.database, &self.settings.lock().unwrap())
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("domesday");
        let mut pipe = process.stdin.take().expect("a pipe");
        let output = std::thread::scope(|scope| {
            // It may not read its input at all: then the pipe breaks, which is no fault.
            scope.spawn(move || pipe.write_all(input));
            process.wait_with_output().expect("domesday")
        });
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Output { status: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Ends the server like a power cut: SIGKILL, nothing flushed.
    pub fn kill(&self) {
        let process = &mut self.running.lock().unwrap().process;
        let _ = process.kill();
        process.wait().expect("the killed server");
    }

    /// Starts it again on the same database, on another port.
    pub fn start_again(&self) {
        let started = self.launch(None);
        *self.running.lock().unwrap() = started;
    }

    /// Starts it again on the same database, on the port that it had.
    pub fn start_again_there(&self) {
        let mut running = self.running.lock().unwrap();
        *running = self.launch(Some(&running.url));
    }

    /// Asks it to stop, like a service manager: SIGTERM. Gives its exit code.
    #[must_use]
    pub fn stop(&self) -> i32 {
        let mut running = self.running.lock().unwrap();
        running.signal("TERM");
        running.ended()
    }

    /// Sends it a signal, such as `INT`, and waits for nothing.
    pub fn signal(&self, name: &str) {
        self.running.lock().unwrap().signal(name);
    }

    /// Waits until it has ended by itself or after a signal. Gives its exit code.
    #[must_use]
    pub fn ended(&self) -> i32 {
        self.running.lock().unwrap().ended()
    }

    /// Another node on the same database. Dropping it kills it.
    #[must_use]
    pub fn another_node(&self) -> Node {
        Node(self.launch(None))
    }

    fn launch(&self, url: Option<&str>) -> Running {
        launch(&self.program.lock().unwrap(), &self.database, &self.settings.lock().unwrap(), url)
    }

    /// What it logged so far, all starts together.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(log_path(&self.database)).unwrap_or_default()
    }
}

/// A further server on the database of a [`Server`].
#[derive(Debug)]
pub struct Node(Running);

impl Node {
    /// Where it listens.
    #[must_use]
    pub fn url(&self) -> String {
        self.0.url.clone()
    }

    /// A caller without credentials, at this node.
    #[must_use]
    pub fn nobody(&self) -> Client {
        Client::new(&self.0.url)
    }

    /// Asks it to stop, like a service manager: SIGTERM. Gives its exit code.
    #[must_use]
    pub fn stop(&mut self) -> i32 {
        self.0.signal("TERM");
        self.0.ended()
    }

    /// Starts it again, once it has stopped, on the port that it had: the program that its server has now.
    pub fn start_again_there(&mut self, server: &Server) {
        self.0 = server.launch(Some(&self.0.url));
    }
}

impl Running {
    fn signal(&self, name: &str) {
        let signalled = Command::new("kill").arg(format!("-{name}")).arg(self.process.id().to_string()).status();
        assert!(signalled.is_ok_and(|status| status.success()), "kill -{name}");
    }

    fn ended(&mut self) -> i32 {
        self.process.wait().expect("the stopped server").code().unwrap_or(-1)
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.0.process.kill();
        let _ = self.0.process.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Ok(running) = self.running.get_mut() {
            let _ = running.process.kill();
            let _ = running.process.wait();
        }
        if std::thread::panicking() {
            let log = self.log();
            let lines: Vec<&str> = log.lines().collect();
            let last = lines[lines.len().saturating_sub(40)..].join("\n");
            let place = self.database.directory().display();
            let _ = writeln!(std::io::stderr(), "\nthe server's last lines; all is kept in {place}:\n{last}");
        }
    }
}

fn log_path(database: &Database) -> PathBuf {
    database.directory().join("server.log")
}

/// The key that servers of tests sign with: making one takes long.
const SIGNING_KEY: &str = include_str!("../fixtures/signing/rsa.pem");

/// Gives a server that works in this directory the key that it is to sign with, unless it has one; gives where its keys are.
pub fn give_key(directory: &Path) -> PathBuf {
    let keys = directory.join("data/signing-keys");
    let file = keys.join("given.pem");
    if file.exists() {
        return keys;
    }
    std::fs::create_dir_all(&keys).expect("the directory of signing keys");
    std::fs::set_permissions(&keys, Permissions::from_mode(0o700)).expect("its mode");
    let mut key =
        File::options().write(true).create(true).truncate(true).mode(0o600).open(&file).expect("the key's file");
    key.write_all(SIGNING_KEY.as_bytes()).expect("the key");
    keys
}

fn command(program: &Path, database: &Database, settings: &[(String, String)]) -> Command {
    let mut command = Command::new(program);
    for (key, _) in std::env::vars().filter(|(key, _)| key.starts_with("DOMESDAY__")) {
        command.env_remove(key);
    }
    command
        .current_dir(database.directory())
        .env("DOMESDAY__DATABASE__URL", database.url())
        .env("DOMESDAY__ADMIN__PASSWORD", PASSWORD)
        .envs(settings.iter().map(|(key, value)| (key, value)));
    command
}

/// Starts the server where it was before, if it was; else tries other ports if the first is taken. Panics with its log if it ends by itself.
fn launch(program: &Path, database: &Database, settings: &[(String, String)], url: Option<&str>) -> Running {
    let mut log = File::options().create(true).append(true).open(log_path(database)).expect("the log file");
    give_key(database.directory());
    for _ in 0..5 {
        let address = match url {
            Some(url) => url.trim_start_matches("http://").to_owned(),
            None => format!("127.0.0.1:{}", chance::port()),
        };
        let _ = writeln!(log, "--- started on {address}");
        let process = command(program, database, settings)
            .arg("serve")
            .env("DOMESDAY__SERVER__LISTEN", &address)
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("the log file"))
            .stderr(log.try_clone().expect("the log file"))
            .spawn()
            .expect("domesday");
        if let Some(running) = ready(process, format!("http://{address}")) {
            return running;
        }
    }
    panic!("the server does not start:\n{}", std::fs::read_to_string(log_path(database)).unwrap_or_default())
}

/// Waits for `GET /health` to answer 200; `None` if the process ended.
fn ready(mut process: Child, url: String) -> Option<Running> {
    let client = Client::new(&url);
    for _ in 0..3000 {
        if process.try_wait().expect("the server's state").is_some() {
            return None;
        }
        if client.get("/health").try_send().is_ok_and(|answer| answer.status == 200) {
            return Some(Running { process, url });
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let _ = process.kill();
    let _ = process.wait();
    None
}

/// The binary under test: `DOMESDAY_BIN`, or built here, once a process. nextest's set-up script builds it once a run.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| match std::env::var_os("DOMESDAY_BIN") {
        Some(given) => given.into(),
        None => build(),
    })
}

/// The binary of the commit before the one under test: `DOMESDAY_PREVIOUS_BIN`, which `tests/run` has built. Without it the binary under test
/// itself, and that is said.
pub fn previous() -> &'static Path {
    static PREVIOUS: OnceLock<PathBuf> = OnceLock::new();
    PREVIOUS.get_or_init(|| match std::env::var_os("DOMESDAY_PREVIOUS_BIN").filter(|given| !given.is_empty()) {
        Some(given) => given.into(),
        None => {
            let _ = writeln!(
                std::io::stderr(),
                "DOMESDAY_PREVIOUS_BIN is not set (tests/build-previous builds it): from this program to itself"
            );
            binary().to_owned()
        }
    })
}

/// This test lies in `<target>/<profile>/deps`, so the binary belongs two directories up. It is built even when it is there:
/// nothing else makes sure that it is not an old one.
fn build() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    let profile = test.ancestors().nth(2).expect("a target directory").to_owned();
    let target = profile.parent().expect("a target directory");
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "--locked", "--package", "domesday", "--target-dir"]).arg(target);
    if profile.file_name().is_some_and(|name| name == "release") {
        cargo.arg("--release");
    }
    let done = cargo.current_dir(root()).stdin(Stdio::null()).status().expect("cargo");
    assert!(done.success(), "domesday does not build");
    profile.join("domesday")
}

/// The repository's top directory.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ is in the repository").to_owned()
}
