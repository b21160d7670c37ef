//! `docs/tour.md`, run as it stands: every step typed into one shell, what comes out held against the page. The README is run so too.
//!
//! On the page stand an address, a password and a port that are others here, and instants that are now. Nothing else may differ.

use domesday_tests::database::{Database, Directory};
use domesday_tests::server::{PASSWORD, Server};
use domesday_tests::{chance, server};
use std::path::Path;
use std::process::{Command, Stdio};

/// What the pages have for where the server is, and for its admin's password.
const ADDRESS: &str = "http://127.0.0.1:8053";
pub(crate) const PAGE_PASSWORD: &str = "correct horse battery";

/// What the shell prints between two steps.
const BORDER: &str = "--- the next step ---";

/// A step: what is typed, and what the page says comes out.
pub(crate) struct Step {
    pub(crate) typed: String,
    pub(crate) told: String,
}

/// The steps of a page.
pub(crate) fn steps(page: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for block in page.split("\n```").skip(1).step_by(2) {
        let (language, text) = block.split_once('\n').expect("a block");
        match (language, steps.last_mut()) {
            ("sh", _) => steps.push(Step { typed: text.to_owned(), told: String::new() }),
            ("text" | "json", Some(step)) => text.clone_into(&mut step.told),
            other => panic!("a block of {:?}", other.0),
        }
    }
    steps
}

/// A text without what is another at each run: instants.
fn timeless(text: &str) -> String {
    let is_instant = |part: &str| {
        let form = part.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter });
        form.eq("0000-00-00T00:00:00Z".chars())
    };
    let mut rest = text;
    let mut out = String::new();
    while let Some(letter) = rest.chars().next() {
        match rest.get(..20).filter(|part| is_instant(part)) {
            Some(part) => {
                out.push_str("(an instant)");
                rest = &rest[part.len()..];
            }
            None => {
                out.push(letter);
                rest = &rest[letter.len_utf8()..];
            }
        }
    }
    out
}

/// Types these steps into one shell in a directory, with these variables; gives what came out after each, with the pages' address.
pub(crate) fn run(steps: &[Step], server: &Server, directory: &Path, variables: &[(&str, &str)]) -> Vec<String> {
    let border = format!("\necho '{BORDER}'\n");
    let typed: Vec<&str> = steps.iter().map(|step| step.typed.as_str()).collect();
    let script = typed.join(&border).replace(ADDRESS, &server.url());
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("bash")
        .args(["-c", &format!("exec 2>&1\n{script}")])
        .current_dir(directory)
        .env("PATH", format!("{path}:/usr/local/sbin:/usr/sbin:/sbin"))
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .output()
        .expect("bash");
    let said = String::from_utf8_lossy(&output.stdout).replace(&server.url(), ADDRESS);
    said.split(&format!("{BORDER}\n")).map(str::to_owned).collect()
}

fn the_long_tour(database: Database) {
    let server = Server::start_with(database, &[("DOMESDAY__DYNECT__NAMESERVERS", "ns1.nic.example")]);
    let page = std::fs::read_to_string(server::root().join("docs/tour.md")).expect("docs/tour.md");
    // But for the first, which starts the server.
    let steps = steps(&page.replace(PAGE_PASSWORD, PASSWORD)).split_off(1);
    assert!(steps.len() >= 9, "{} steps", steps.len());
    let directory = Directory::new();
    let said = run(&steps, &server, directory.path(), &[("NSD_PORT", &chance::port().to_string())]);
    for (number, step) in steps.iter().enumerate() {
        let said = said.get(number).map_or("", String::as_str);
        assert_eq!(timeless(said.trim_end()), timeless(step.told.trim_end()), "after:\n{}", step.typed);
    }
}

#[test]
fn the_long_tour_goes_as_it_is_told_on_sqlite() {
    the_long_tour(Database::sqlite());
}

#[test]
fn the_long_tour_goes_as_it_is_told_on_postgres() {
    the_long_tour(Database::postgres());
}
