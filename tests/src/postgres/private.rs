//! A PostgreSQL cluster of one test's own, which the test stops as it likes, and starts again on the same port and data.
//!
//! A shell script runs it and takes orders through a pipe. The pipe ends with the test, however that ends, and the cluster with the pipe.

use super::{Created, programs, psql, shell_that_may_run_it};
use crate::chance;
use crate::database::Directory;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

/// How a server of PostgreSQL is stopped.
#[derive(Clone, Copy, Debug)]
pub enum Stop {
    /// In order: connections are cut, what is under way is undone, all is written.
    Fast,
    /// Like a crash: processes are killed where they stand, and the next start recovers from the log.
    Immediate,
}

/// A cluster that runs, or is stopped just now. Dropping it takes it away with all its databases.
#[derive(Debug)]
pub struct Private {
    directory: Directory,
    runner: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    port: u16,
}

impl Private {
    /// Makes a cluster and starts it. Panics with its log if it does not start.
    #[must_use]
    pub fn start() -> Self {
        let directory = Directory::new();
        let reach = fs::Permissions::from_mode(0o755);
        fs::set_permissions(directory.path(), reach)
            .expect("the account `postgres` must reach the cluster's directory");
        let home = directory.path().join("cluster");
        fs::create_dir(&home).expect("the cluster's directory");
        let mut runner = shell_that_may_run_it(&home)
            .args(["-c", include_str!("../postgres-private.sh"), "domesday-private-postgres"])
            .args([programs(), home.join("data"), home.join("log")])
            .current_dir("/")
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("sh, and as root setpriv");
        let orders = runner.stdin.take();
        let answers = BufReader::new(runner.stdout.take().expect("a pipe"));
        let mut cluster = Self { directory, runner, orders, answers, port: 0 };
        for _ in 0..5 {
            cluster.port = chance::port();
            if cluster.order(&format!("start {}", cluster.port)) {
                return cluster;
            }
        }
        panic!("PostgreSQL does not start; its log:\n{}", cluster.log())
    }

    /// Makes an empty database with a name of its own, which goes with the cluster.
    #[must_use]
    pub fn create_database(&self) -> Created {
        Created::on(&self.server())
    }

    /// Stops the server and waits until it has ended.
    pub fn stop(&mut self, how: Stop) {
        let mode = match how {
            Stop::Fast => "fast",
            Stop::Immediate => "immediate",
        };
        assert!(self.order(mode), "PostgreSQL does not stop; its log:\n{}", self.log());
    }

    /// Starts a stopped server again, on the same port, and waits until it takes connections.
    pub fn start_again(&mut self) {
        let order = format!("start {}", self.port);
        assert!(self.order(&order), "PostgreSQL does not start again; its log:\n{}", self.log());
    }

    /// Cuts all connections, and answers no further ones: they are made and nothing comes, as from a machine that is stuck.
    pub fn freeze(&mut self) {
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
        psql(&self.server(), cut);
        assert!(self.order("freeze"), "PostgreSQL does not freeze; its log:\n{}", self.log());
    }

    /// Lets a frozen server go on.
    pub fn thaw(&mut self) {
        assert!(self.order("thaw"), "PostgreSQL does not go on; its log:\n{}", self.log());
    }

    fn server(&self) -> String {
        format!("postgres://domesday@127.0.0.1:{}", self.port)
    }

    /// Gives an order to the script and waits until it is done; whether it succeeded.
    fn order(&mut self, order: &str) -> bool {
        let orders = self.orders.as_mut().expect("orders are taken until the end");
        let mut answer = String::new();
        writeln!(orders, "{order}").is_ok() && self.answers.read_line(&mut answer).is_ok() && answer == "0\n"
    }

    fn log(&self) -> String {
        fs::read_to_string(self.directory.path().join("cluster/log")).unwrap_or_default()
    }
}

impl Drop for Private {
    fn drop(&mut self) {
        drop(self.orders.take());
        let _ = self.runner.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::super::run_psql;
    use super::*;

    fn asked(cluster: &Private, statement: &str) -> Option<String> {
        let output = run_psql(&cluster.server(), statement).unwrap();
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    #[test]
    fn a_private_cluster_stops_starts_again_with_its_data_and_goes_with_its_test() {
        let mut cluster = Private::start();
        drop(cluster.create_database());
        assert!(asked(&cluster, "CREATE TABLE kept AS SELECT 17 AS number").is_some());
        for how in [Stop::Immediate, Stop::Fast] {
            cluster.stop(how);
            assert_eq!(asked(&cluster, "SELECT 1"), None, "{how:?}");
            cluster.start_again();
            assert!(asked(&cluster, "SELECT number FROM kept").is_some_and(|told| told.contains("17")), "{how:?}");
        }
        let (port, place) = (cluster.port, cluster.directory.path().to_owned());
        drop(cluster);
        assert!(!place.exists() && std::net::TcpListener::bind(("127.0.0.1", port)).is_ok(), "{}", place.display());
    }
}
