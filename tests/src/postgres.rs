//! One PostgreSQL cluster for all test processes of a run, made from the distribution's binaries on demand.
//!
//! nextest runs every test in a process of its own, so the cluster belongs to none of them. Whoever needs it first starts it,
//! under a lock; everybody holds a shared lock on `users` while it lives. A watchdog, a shell script beside the server, stops the
//! server and removes its data once nobody has held that lock for a while, or when `tests/run` tells it to. Locks go with the
//! process that held them, so a test that is killed leaves nothing running either.
//!
//! `DOMESDAY_TEST_POSTGRES=postgres://user@host:port` uses a server that runs already. PostgreSQL refuses to run as root: as
//! root, the account `postgres`, which the distribution's package makes, runs it.

mod private;

pub use private::{Private, Stop};

use crate::chance;
use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

/// A cluster that accepts connections.
#[derive(Debug)]
pub struct Cluster {
    server: String,
    _user: Option<File>,
}

/// A database made for one test; dropping this drops it.
#[derive(Debug)]
pub struct Created {
    /// `postgres://…/name?sslmode=disable`.
    pub url: String,
    server: String,
    name: String,
}

impl Cluster {
    /// The cluster that all tests share. Panics, saying what to do, when there can be none: no test is skipped.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(|| match std::env::var("DOMESDAY_TEST_POSTGRES") {
            Ok(url) if !url.is_empty() => Self { server: url.trim_end_matches('/').to_owned(), _user: None },
            _ => Self::join(&state_directory()),
        })
    }

    /// Makes an empty database with a name of its own.
    #[must_use]
    pub fn create_database(&self) -> Created {
        Created::on(&self.server)
    }

    /// Uses the cluster kept in this directory, starting it if it does not run.
    fn join(state: &Path) -> Self {
        fs::create_dir_all(state).expect("the cluster's directory");
        let open = |name| File::options().create(true).append(true).open(state.join(name)).expect("a lock file");
        let (starting, users) = (open("starting"), open("users"));
        let reach = fs::Permissions::from_mode(0o755);
        fs::set_permissions(state, reach).expect("the account `postgres` must reach the cluster's directory");
        starting.lock().expect("the lock on starting");
        users.lock_shared().expect("the lock of users");
        let address = state.join("address");
        if let Ok(server) = fs::read_to_string(&address)
            && answers(&server)
        {
            return Self { server, _user: Some(users) };
        }
        let server = (0..5).find_map(|_| start(state)).unwrap_or_else(|| {
            let log = fs::read_to_string(state.join("log")).unwrap_or_default();
            panic!("PostgreSQL does not start; its log:\n{log}")
        });
        fs::write(address, &server).expect("the cluster's address");
        Self { server, _user: Some(users) }
    }
}

impl Created {
    /// Makes an empty database with a name of its own on the server at this address.
    fn on(server: &str) -> Self {
        let name = format!("domesday_{}", chance::word());
        psql(server, &format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"));
        Self { url: format!("{server}/{name}?sslmode=disable"), server: server.to_owned(), name }
    }
}

impl Drop for Created {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            psql(&self.server, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        }
    }
}

/// The state is outside the target directory: that may lie where the account `postgres` cannot go.
fn state_directory() -> PathBuf {
    if let Some(given) = std::env::var_os("DOMESDAY_TEST_STATE") {
        return given.into();
    }
    let owner = fs::metadata("/proc/self").map_or(0, |metadata| metadata.uid());
    std::env::temp_dir().join(format!("domesday-test-postgres-{owner}"))
}

#[expect(
    clippy::zombie_processes,
    reason = "the watchdog outlives this process, whose other tests and successors use the cluster"
)]
/// Makes a new cluster and starts it with its watchdog. `None` if it did not come up: somebody may have taken its port.
fn start(state: &Path) -> Option<String> {
    let programs = programs();
    let port = chance::port();
    let server = format!("postgres://domesday@127.0.0.1:{port}");
    let log = File::create(state.join("log")).expect("the cluster's log");
    let data = state.join("data");
    let _ = fs::remove_dir_all(&data);
    fs::create_dir(&data).expect("the cluster's data directory");
    let mut child = shell_that_may_run_it(&data)
        .args(["-c", include_str!("postgres-watchdog.sh"), "domesday-test-postgres"])
        .args([programs.as_os_str(), data.as_os_str(), state.join("users").as_os_str()])
        .arg(port.to_string())
        .current_dir("/")
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(log.try_clone().expect("the cluster's log"))
        .stderr(log)
        .spawn()
        .expect("sh, and as root setpriv");
    fs::write(state.join("watchdog"), child.id().to_string()).expect("the watchdog's number");
    for _ in 0..600 {
        if answers(&server) {
            return Some(server);
        }
        if child.try_wait().expect("the watchdog's state").is_some() {
            return None;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let _ = child.kill();
    None
}

/// A shell that PostgreSQL can be run from: as root that of the account `postgres`, to which this directory is given.
fn shell_that_may_run_it(directory: &Path) -> Command {
    if fs::metadata(directory).expect("the cluster's directory").uid() != 0 {
        return Command::new("sh");
    }
    assert!(
        Command::new("chown").arg("postgres").arg(directory).status().is_ok_and(|status| status.success()),
        "PostgreSQL refuses to run as root and there is no account `postgres`: install the package postgresql, or run the \
         tests as another user"
    );
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "--", "sh"]);
    command
}

/// Where `initdb` and `postgres` are: in `PATH`, or in the newest directory that Debian keeps them in.
fn programs() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let version = |place: &PathBuf| {
        let text = place.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        text.and_then(|text| text.parse::<u32>().ok()).unwrap_or_default()
    };
    let mut packaged: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.flatten().map(|entry| entry.path().join("bin")).collect())
        .unwrap_or_default();
    packaged.sort_by_key(version);
    places.extend(packaged.into_iter().rev());
    let complete = |place: &PathBuf| place.join("initdb").exists() && place.join("postgres").exists();
    places.into_iter().find(complete).expect(
        "no PostgreSQL server programs (initdb, postgres): run tests/run, which installs them, or install PostgreSQL, or set \
         DOMESDAY_TEST_POSTGRES",
    )
}

fn run_psql(server: &str, statement: &str) -> std::io::Result<std::process::Output> {
    Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1"])
        .arg(format!("{server}/postgres?connect_timeout=10"))
        .args(["-c", statement])
        .stdin(Stdio::null())
        .output()
}

fn answers(server: &str) -> bool {
    run_psql(server, "SELECT 1").expect("psql (package postgresql-client)").status.success()
}

fn psql(server: &str, statement: &str) {
    let output = run_psql(server, statement).expect("psql (package postgresql-client)");
    assert!(output.status.success(), "psql: {statement}: {}", String::from_utf8_lossy(&output.stderr));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_test_gets_a_database_of_its_own() {
        let (first, second) = (Cluster::shared().create_database(), Cluster::shared().create_database());
        assert_ne!(first.url, second.url);
        let ask = |database: &Created| {
            Command::new("psql").arg(&database.url).args(["-Atc", "SHOW server_encoding"]).output().unwrap().stdout
        };
        assert_eq!(ask(&first), b"UTF8\n");
        assert_eq!(ask(&second), b"UTF8\n");
    }
}
