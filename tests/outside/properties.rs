//! Whatever `/openapi.json` allows is sent, and much of what it does not allow: answers are as it says, and what is stored stays whole.
//!
//! The requests are made by schemathesis (<https://schemathesis.io>), the same at every run; `tests/run` installs it. What it is told, and which
//! of its checks are off and why, stands in `properties/schemathesis.toml` and `properties/hooks.py`.

mod world;

use domesday_tests::both;
use domesday_tests::database::Directory;
use domesday_tests::server::{Server, root};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::given;
use crate::real_zones::loads_everywhere;

/// Where `tests/run` installs it.
const LIBRARY: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/schemathesis");

/// The program, for a Python that has the library.
const PROGRAM: &str = "from schemathesis.cli import schemathesis; schemathesis()";

/// Sends it all; gives what schemathesis reports, and whether it has nothing to complain of.
fn storm(server: &Server, key: &str) -> (String, bool) {
    let python = if Path::new("/usr/bin/python3").exists() { "/usr/bin/python3" } else { "python3" };
    let told = root().join("tests/outside/properties");
    let directory = Directory::new();
    let output = Command::new(python)
        .args(["-c", PROGRAM, "--config-file"])
        .arg(told.join("schemathesis.toml"))
        .args(["run", "--no-color", &format!("{}/openapi.json", server.url())])
        .current_dir(directory.path())
        .env("PYTHONPATH", LIBRARY)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("DOMESDAY_KEY", key)
        .env("DOMESDAY_HOOKS", told.join("hooks.py"))
        .stdin(Stdio::null())
        .output()
        .expect("a Python");
    let report = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(!report.contains("No module named 'schemathesis'"), "tests/run installs schemathesis; {report}");
    (report.into_owned(), output.status.success())
}

/// How many requests were sent, as the report says: ` 17552 generated`.
fn sent(report: &str) -> u64 {
    let words: Vec<&str> = report.split_whitespace().collect();
    let pair = words.windows(2).find(|pair| pair[1].trim_end_matches(',') == "generated");
    pair.and_then(|pair| pair[0].parse().ok()).unwrap_or_default()
}

/// How many operations were done at least once, as the server's log tells: a storm of refusals would prove little.
fn done(log: &str) -> usize {
    let of = |line: &str, name: &str| Some(line.split_once(name)?.1.split(' ').next()?.to_owned());
    let succeeded = log.lines().filter(|line| of(line, " status=").is_some_and(|status| status.starts_with('2')));
    succeeded.filter_map(|line| Some((of(line, " method=")?, of(line, " route=")?))).collect::<BTreeSet<_>>().len()
}

fn is_whole(server: &Server) {
    given::healthy(server);
    let admin = server.admin();
    let zones = admin.get("/zones?limit=1000").expect(200).json();
    let zones = zones.as_array().expect("a list of zones");
    assert!(zones.len() >= 5, "{zones:?}");
    for zone in zones {
        let name = zone.as_str().expect("a name");
        let exported = server.command(&["zone", "export", name], b"");
        assert_eq!(exported.status, 0, "{name}: {exported:?}");
        loads_everywhere(name, &exported.stdout);
    }
    let log = server.log();
    assert!(!log.contains("panicked") && !log.contains("failed inside"), "a defect: see the log");
}

both! {
    fn what_the_description_allows_and_what_not_is_answered_as_it_says_and_leaves_the_registry_whole(server: &Server) {
        let key = world::filled(server);
        let (report, is_right) = storm(server, &key);
        assert!(is_right, "{report}");
        assert!(sent(&report) > 10_000 && done(&server.log()) > 130, "{} done: {report}", done(&server.log()));
        is_whole(server);
    }
}
