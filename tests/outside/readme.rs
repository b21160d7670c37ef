//! `README.md`, run as it stands: its five minutes typed into one shell beside a fresh server, what comes out held against the page.
//!
//! What is another at each run is found in what the page shows, and by its form alone (`likeness`): all else has to come as it is shown.

mod likeness;

use crate::tour::{PAGE_PASSWORD, Step, run, steps};
use domesday_tests::database::Database;
use domesday_tests::server::{self, Server};
use likeness::{DAY, Likeness};
use std::os::unix::fs::symlink;
use std::time::Duration;

/// Where the page's steps start that need a server; before it stand the commands that build and that test.
const START: &str = "## Five minutes with a zone";

/// Longer than the page takes: with less of the day left, its serials would be those of two days.
const PAGE_TAKES: u64 = 300;

fn page() -> String {
    std::fs::read_to_string(server::root().join("README.md")).expect("README.md")
}

/// The step that starts the server, and those that follow.
fn tour(page: &str) -> (Step, Vec<Step>) {
    let (_, tour) = page.split_once(START).unwrap_or_else(|| panic!("no `{START}`"));
    let mut steps = steps(tour);
    assert!(steps.len() >= 30, "{} steps", steps.len());
    (steps.remove(0), steps)
}

fn the_five_minutes(database: Database) {
    let left = DAY - likeness::now() % DAY;
    if left < PAGE_TAKES {
        std::thread::sleep(Duration::from_secs(left + 1));
    }
    let (start, steps) = tour(&page());
    let server = Server::start_with(database, &[("DOMESDAY__ADMIN__PASSWORD", PAGE_PASSWORD)]);
    let mut likeness = Likeness::new(likeness::now());
    // The harness's own line says what it started where.
    let (_, log) = server.log().split_once('\n').map(|(own, log)| (own.to_owned(), log.to_owned())).expect("a log");
    let mut complaints = Vec::new();
    complaints.extend(likeness.judge(&start.typed, &start.told, &log.replace(&server.url(), "http://127.0.0.1:8053")));

    let directory = server.database().directory();
    std::fs::create_dir_all(directory.join("target/release")).expect("a directory");
    symlink(server::binary(), directory.join("target/release/domesday")).expect("the binary, where the page has it");
    symlink(server::root().join("tests"), directory.join("tests")).expect("the repository's files");
    let said = run(&steps, &server, directory, &[("DOMESDAY__DATABASE__URL", server.database().url())]);
    for (number, step) in steps.iter().enumerate() {
        complaints.extend(likeness.judge(&step.typed, &step.told, said.get(number).map_or("", String::as_str)));
    }
    assert!(complaints.is_empty() && said.len() == steps.len(), "{}", complaints.join("\n"));
}

#[test]
fn the_readme_goes_as_it_is_told_on_sqlite() {
    the_five_minutes(Database::sqlite());
}

#[test]
fn the_readme_goes_as_it_is_told_on_postgres() {
    the_five_minutes(Database::postgres());
}

#[test]
fn every_letter_that_the_readme_shows_counts_but_what_is_another_at_each_run() {
    let (start, steps) = tour(&page());
    let (mut letters, mut free) = (0, 0);
    for line in
        steps.iter().chain([&start]).flat_map(|step| step.told.lines()).filter(|line| *line != likeness::LEFT_OUT)
    {
        assert!(Likeness::new(0).line(line, line), "{line}");
        for (at, letter) in line.char_indices() {
            let other = if letter == '7' { '8' } else { '7' };
            let edited = format!("{}{other}{}", &line[..at], &line[at + letter.len_utf8()..]);
            letters += 1;
            free += usize::from(likeness::is_free(line, at));
            assert!(likeness::is_free(line, at) || !Likeness::new(0).line(line, &edited), "{edited}");
        }
    }
    assert!(letters > 4000, "{letters} letters");
    assert!(free * 5 < letters, "{free} of {letters} may be others");
}

#[test]
fn what_the_readme_builds_and_leads_to_is_there() {
    let page = page();
    let (before, _) = page.split_once(START).expect("the tour");
    let commands = steps(before);
    assert_eq!(commands.len(), 1, "the two commands");
    let command = commands[0].typed.lines().nth(1).and_then(|line| line.split_whitespace().next()).expect("a command");
    let mut places: Vec<&str> = vec![command];
    places.extend(page.split("](").skip(1).filter_map(|rest| rest.split(')').next()).filter(|to| !to.contains("://")));
    places
        .extend(page.split('`').filter(|part| ["docs/", "crates/", "config/"].iter().any(|top| part.starts_with(top))));
    assert!(places.len() > 30, "{places:?}");
    for place in places {
        assert!(server::root().join(place).exists(), "{place}");
    }
}
