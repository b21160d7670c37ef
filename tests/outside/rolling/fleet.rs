//! Nodes at addresses that stay theirs, which are stopped and started with another program, and clients who know all addresses: they ask the
//! next node when one does not answer, and are told the reason of that by nobody.

use domesday_tests::client::{Answer, Client};
use domesday_tests::database::Database;
use domesday_tests::server::{Node, Server};

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::mixed::{CLIENTS, REGISTRY, Written, prepare, write};

/// How many writes each client is to have acknowledged between two steps.
const EACH: usize = 4;

/// How long all clients together may take for them.
const PATIENCE: Duration = Duration::from_secs(240);

/// Nodes of one database.
pub(super) struct Fleet {
    /// The first node.
    pub(super) server: Server,
    others: Mutex<Vec<Node>>,
    /// The nodes' addresses: a client of each, without credentials.
    nobodies: Vec<Client>,
    /// How often each node was told to stop and is ready again: odd while it is neither sure to answer nor sure not to.
    turns: Vec<AtomicUsize>,
    /// A key for each client: requests of one DynECT session wait for one another.
    tokens: Vec<String>,
}

impl Fleet {
    /// Starts so many nodes of a program, and fills their database with what clients need.
    pub(super) fn start(program: &Path, database: Database, nodes: usize) -> Self {
        let settings = [
            ("DOMESDAY__SERVER__PUBLIC_URL", REGISTRY),
            // On a busy machine nobody is sent to a job for it.
            ("DOMESDAY__DYNECT__JOB_WAIT_MS", "60000"),
        ];
        let server = Server::start_of(program, database, &settings);
        prepare(&server);
        let key = || server.command(&["key", "create", "--user", "admin", "--account", "registry"], b"").stdout;
        let tokens = (0..CLIENTS).map(|_| key().trim().to_owned()).collect();
        let others: Vec<Node> = (1..nodes).map(|_| server.another_node()).collect();
        let nobodies = std::iter::once(server.nobody()).chain(others.iter().map(Node::nobody)).collect();
        let turns = (0..nodes).map(|_| AtomicUsize::new(0)).collect();
        Self { server, others: Mutex::new(others), nobodies, turns, tokens }
    }

    /// A caller without credentials at a node.
    pub(super) fn nobody(&self, at: usize) -> Client {
        self.nobodies[at].clone()
    }

    /// A caller with the key of one of the clients, at a node.
    pub(super) fn client(&self, at: usize, thread: usize) -> Client {
        self.nobodies[at].with_token(&self.tokens[thread])
    }

    /// Stops a node as a service manager does, and starts this program in its place. The node must end in order.
    pub(super) fn replace(&self, at: usize, program: &Path) {
        self.turns[at].fetch_add(1, Ordering::SeqCst);
        self.server.use_program(program);
        let code = match at {
            0 => self.server.stop(),
            at => self.others.lock().expect("nodes")[at - 1].stop(),
        };
        assert_eq!(code, 0, "node {at} did not end in order");
        match at {
            0 => self.server.start_again_there(),
            at => self.others.lock().expect("nodes")[at - 1].start_again_there(&self.server),
        }
        self.turns[at].fetch_add(1, Ordering::SeqCst);
    }

    /// Asks one node after the other, beginning with this one, until one answers. Only of a node that is being replaced there may be no answer.
    fn ask<T>(&self, first: usize, mut ask: impl FnMut(usize) -> Option<T>) -> T {
        for at in (first..).map(|at| at % self.nobodies.len()) {
            let turn = self.turns[at].load(Ordering::SeqCst);
            if let Some(answer) = ask(at) {
                return answer;
            }
            let is_being_replaced = turn % 2 == 1 || self.turns[at].load(Ordering::SeqCst) != turn;
            assert!(is_being_replaced, "node {at} runs and did not answer");
            if self.nobodies.len() == 1 {
                // There is no other to ask.
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        unreachable!("there is always a next node")
    }

    /// Writes and reads with all clients while something happens. Gives what was acknowledged.
    pub(super) fn under_load(&self, happens: impl FnOnce(&Load<'_>)) -> BTreeSet<Written> {
        let stop = AtomicBool::new(false);
        let acknowledged: [AtomicUsize; CLIENTS] = std::array::from_fn(|_| AtomicUsize::new(0));
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..CLIENTS)
                .map(|thread| {
                    let (stop, count) = (&stop, &acknowledged[thread]);
                    scope.spawn(move || self.work(thread, stop, count))
                })
                .collect();
            let has_failed = || workers.iter().any(std::thread::ScopedJoinHandle::is_finished);
            happens(&Load { acknowledged: &acknowledged, stop: &stop, has_failed: &has_failed });
            stop.store(true, Ordering::Relaxed);
            workers.into_iter().flat_map(|worker| worker.join().expect("a client")).collect()
        })
    }

    /// One client, until told to stop: each write at another node, and read at the next one as soon as it is acknowledged.
    fn work(&self, thread: usize, stop: &AtomicBool, count: &AtomicUsize) -> BTreeSet<Written> {
        let mut mine = BTreeSet::new();
        // Writes of the same kind are five apart: what got no answer may have been done, so another takes its place.
        let mut number = 0;
        while !stop.load(Ordering::Relaxed) {
            let at = thread + number;
            let mut next = number;
            let written = self.ask(at, |at| {
                next += 5;
                write(&self.client(at, thread), thread, next, succeeded)
            });
            self.ask(at + 1, |at| succeeded(self.client(at, thread).get(&place(&written)).try_send()));
            mine.insert(written);
            count.fetch_add(1, Ordering::Relaxed);
            number = next - 4;
        }
        mine
    }
}

/// What goes on meanwhile.
pub(super) struct Load<'a> {
    acknowledged: &'a [AtomicUsize; CLIENTS],
    stop: &'a AtomicBool,
    has_failed: &'a dyn Fn() -> bool,
}

impl Load<'_> {
    /// Waits until each client has had some more writes acknowledged. Gives up when a client has failed, which tells of itself.
    pub(super) fn goes_on(&self) {
        let before: Vec<usize> = self.acknowledged.iter().map(|count| count.load(Ordering::Relaxed)).collect();
        let begun = Instant::now();
        let count = || self.acknowledged.iter().map(|count| count.load(Ordering::Relaxed));
        while !(self.has_failed)() && count().zip(&before).any(|(now, before)| now < before + EACH) {
            assert!(begun.elapsed() < PATIENCE, "{before:?} went on only to {:?}", count().collect::<Vec<_>>());
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Load<'_> {
    /// Ends the load also when the test fails, so that its threads end.
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// A success; none if there was no answer. Whatever else was answered is a fault.
fn succeeded(answer: Result<Answer, String>) -> Option<Answer> {
    let answer = answer.ok()?;
    assert!(answer.is_success(), "{answer}");
    Some(answer)
}

/// Where that is read, each through the face that wrote it or that shows it to the world.
fn place(written: &Written) -> String {
    match written {
        Written::Address(zone, name) => format!("/zones/{zone}/recordsets/{name}/A"),
        Written::Published(zone, name) => format!("/REST/ARecord/{zone}/{name}/"),
        Written::Delegation(zone, name) => format!("/api/v1/zones/forward/{zone}/delegations/{name}"),
        Written::Domain(name) => format!("/rdap/domain/{name}"),
        Written::Attested(id) => format!("/api/contacts/{id}"),
    }
}
