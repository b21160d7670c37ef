//! Exported files as a name server serves them: NSD loads them, and refers for each delegated name with the NS and the glue that are
//! stored, and nothing else (rules D4, F5).
//!
//! A server that has a child's zone answers from it instead of referring, so the zones are served generation by generation.

use super::files::{command, path, run};
use super::state::{ADDRESS_TYPES, Set, State, Zone, is_below, printed};
use crate::given;
use domesday_tests::chance;
use domesday_tests::client::Client;
use domesday_tests::database::Directory;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A running NSD. Dropping it stops it.
struct NameServer {
    process: Child,
    port: u16,
    _directory: Directory,
}

/// The sections of an answer, each a set of `owner ttl type data`.
#[derive(Debug, Default, PartialEq, Eq)]
struct Referral {
    flags: BTreeSet<String>,
    answer: BTreeSet<String>,
    authority: BTreeSet<String>,
    additional: BTreeSet<String>,
}

/// Panics unless every cut of every zone is referred as it is stored. Gives the number of cuts.
pub(super) fn refer_as_stored(client: &Client, state: &State) -> usize {
    let mut generations: BTreeMap<usize, Vec<&String>> = BTreeMap::new();
    for name in state.zones.keys() {
        let above = state.zones.keys().filter(|zone| is_below(name, zone)).count();
        generations.entry(above).or_default().push(name);
    }
    let mut asked = 0;
    for names in generations.values() {
        let server = NameServer::start(names.iter().map(|name| (name.as_str(), given::exported(client, name))));
        for name in names {
            let zone = &state.zones[*name];
            for ((cut, kind), ns) in zone.of_origin("delegation").filter(|((_, kind), _)| kind == "NS") {
                let found = server.ask(&format!("somewhere.{cut}"));
                assert!(!found.flags.contains("aa"), "{cut} {kind} in {name}: the answer is authoritative: {found:#?}");
                let wanted = wanted(zone, cut, ns);
                assert_eq!(Referral { flags: BTreeSet::new(), ..found }, wanted, "{name} refers to {cut}");
                asked += 1;
            }
        }
    }
    asked
}

/// What is stored: the NS, and every address that the zone has for them.
fn wanted(zone: &Zone, cut: &str, ns: &Set) -> Referral {
    let lines = |owner: &str, kind: &str, set: &Set| {
        let ttl = set.ttl.unwrap_or(zone.default_ttl);
        set.records.iter().map(|record| format!("{owner}. {ttl} {kind} {record}")).collect::<Vec<_>>()
    };
    let mut referral = Referral { authority: lines(cut, "NS", ns).into_iter().collect(), ..Referral::default() };
    for ((owner, kind), set) in &zone.sets {
        if ADDRESS_TYPES.contains(&kind.as_str()) && ns.records.contains(&printed(owner)) {
            referral.additional.extend(lines(owner, kind, set));
        }
    }
    referral
}

impl NameServer {
    fn start<'a>(zones: impl Iterator<Item = (&'a str, String)>) -> Self {
        let zones: Vec<(&str, String)> = zones.collect();
        for _ in 0..5 {
            let directory = Directory::new();
            let port = chance::port();
            let process = launch(&directory, port, &zones);
            let mut server = Self { process, port, _directory: directory };
            if server.is_ready(zones[0].0) {
                return server;
            }
        }
        panic!("NSD does not start")
    }

    /// Waits until it answers; false if it ended instead.
    fn is_ready(&mut self, zone: &str) -> bool {
        for _ in 0..600 {
            if let Some(status) = self.process.try_wait().unwrap() {
                assert!(status.code() != Some(127), "nsd is missing: tests/run installs it");
                return false;
            }
            if self.dig(zone, "SOA").contains("status: NOERROR") {
                return true;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    }

    fn dig(&self, name: &str, kind: &str) -> String {
        let port = self.port.to_string();
        let address = ["@127.0.0.1", "-p", &port, "+tcp", "+tries=1", "+time=10"];
        let sections = ["+norec", "+noedns", "+noall", "+comments", "+answer", "+authority", "+additional"];
        let output = run("dig", &[&address[..], &sections[..], &[name, kind]].concat());
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn ask(&self, name: &str) -> Referral {
        let said = self.dig(name, "A");
        assert!(said.contains("status: NOERROR"), "{name}: {said}");
        let mut referral = Referral::default();
        let mut section = String::new();
        for line in said.lines() {
            if let Some(flags) = line.strip_prefix(";; flags:") {
                referral.flags = flags.split(';').next().unwrap().split_whitespace().map(str::to_owned).collect();
            } else if let Some(title) = line.strip_suffix(" SECTION:") {
                section = title.trim_start_matches(";; ").to_owned();
            } else if !line.starts_with(';') && !line.is_empty() {
                let words: Vec<&str> = line.split_whitespace().filter(|word| *word != "IN").collect();
                let place = match section.as_str() {
                    "ANSWER" => &mut referral.answer,
                    "AUTHORITY" => &mut referral.authority,
                    _ => &mut referral.additional,
                };
                place.insert(words.join(" "));
            }
        }
        referral
    }
}

impl Drop for NameServer {
    fn drop(&mut self) {
        // It has children, which it takes along only if it is asked to stop.
        let _ = Command::new("kill").arg("-TERM").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
    }
}

fn launch(directory: &Directory, port: u16, zones: &[(&str, String)]) -> Child {
    let place = path(directory.path());
    let mut text = format!(
        "server:\n ip-address: 127.0.0.1@{port}\n port: {port}\n server-count: 1\n username: \"\"\n chroot: \"\"\n \
         zonesdir: \"{place}\"\n xfrdir: \"{place}\"\n database: \"\"\n pidfile: \"{place}/pid\"\n xfrdfile: \"{place}/xfrd\"\n \
         zonelistfile: \"{place}/zones\"\n logfile: \"{place}/log\"\nremote-control:\n control-enable: no\n"
    );
    for (name, file) in zones {
        std::fs::write(directory.path().join(format!("{name}.zone")), file).unwrap();
        writeln!(text, "zone:\n name: \"{name}\"\n zonefile: \"{place}/{name}.zone\"").unwrap();
    }
    let configuration = directory.path().join("nsd.conf");
    std::fs::write(&configuration, text).unwrap();
    let mut nsd = command("nsd");
    nsd.args(["-d", "-c", path(&configuration)]);
    nsd.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}
