//! What `docs/operating.md` says is so, and the files in `deploy` are what they are taken for.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use domesday_tests::both;
use domesday_tests::database::Directory;
use domesday_tests::server::{Server, root};

use crate::given;

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Runs a program that must succeed; gives what it said on standard error.
fn run(command: &mut Command) -> String {
    let output = command.stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{command:?}: {said}");
    said
}

/// Every word of a text that looks like a metric of ours.
fn metrics(text: &str) -> BTreeSet<String> {
    let is_part = |letter: char| letter.is_ascii_lowercase() || letter == '_';
    let words = text.split(|letter| !is_part(letter));
    let endings = ["_total", "_seconds", "_waiting", "_bucket", "_sum", "_count"];
    words
        .filter(|word| word.starts_with("domesday_") && endings.iter().any(|ending| word.ends_with(ending)))
        .map(str::to_owned)
        .collect()
}

both! {
    fn every_metric_that_the_document_names_is_told_and_the_other_way_round(server: &Server) {
        given::created(&server.admin(), "example.org");
        let told = metrics(&server.nobody().get("/metrics").expect(200).text());
        let named = metrics(&text("docs/operating.md"));
        assert!(named.len() >= 7, "{named:?}");
        let unknown: Vec<_> = named.difference(&told).collect();
        assert!(unknown.is_empty(), "named in docs/operating.md and told by nobody: {unknown:?}");
        let part_of_a_histogram = |name: &&String| ["_bucket", "_sum", "_count"].iter().any(|part| name.ends_with(part));
        let silent: Vec<_> = told.difference(&named).filter(|name| !part_of_a_histogram(name)).collect();
        assert!(silent.is_empty(), "told, and not named in docs/operating.md: {silent:?}");
    }
}

#[test]
fn the_unit_is_a_unit() {
    let unit = text("deploy/domesday.service");
    for line in [
        "User=domesday",
        "ProtectSystem=strict",
        "NoNewPrivileges=yes",
        "StateDirectory=domesday",
        "Restart=on-failure",
    ] {
        assert!(unit.lines().any(|found| found == line), "{line}");
    }
    let program = unit.lines().find_map(|line| line.strip_prefix("ExecStart=")).unwrap();
    let program = program.split(' ').next().unwrap();
    // The program and its user are not installed where tests run.
    let directory = Directory::new();
    let file = directory.path().join("domesday.service");
    std::fs::write(&file, unit.replace(program, "/bin/true")).unwrap();
    // Where there is no systemd nothing can check it.
    if Command::new("systemd-analyze").arg("--version").stdin(Stdio::null()).output().is_ok() {
        let said = run(Command::new("systemd-analyze").arg("verify").arg(&file));
        assert!(!said.contains("domesday.service"), "{said}");
    }
}

#[test]
fn the_container_is_made_of_what_is_in_the_repository() {
    let file = text("deploy/Containerfile");
    let context = Directory::new();
    let mut sources = 0;
    for line in file.lines().filter(|line| line.starts_with("COPY ") && !line.contains("--from=")) {
        let words: Vec<&str> = line.split_whitespace().skip(1).collect();
        for source in &words[..words.len() - 1] {
            assert!(root().join(source).exists(), "{source} of {line:?} is not in the repository");
            run(Command::new("cp").arg("-r").arg(root().join(source)).arg(context.path()));
            sources += 1;
        }
    }
    assert!(sources > 3, "{file}");
    // The workspace is whole with what is taken into the container: nothing that it names is missing.
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let metadata = ["metadata", "--locked", "--offline", "--no-deps", "--format-version", "1"];
    run(Command::new(cargo).args(metadata).current_dir(context.path()));
    let last_user = file.lines().rev().find_map(|line| line.strip_prefix("USER ")).unwrap();
    assert!(!["root", "0"].contains(&last_user.split(':').next().unwrap()), "it does not run as root");
    for wanted in ["VOLUME", "HEALTHCHECK", "ENTRYPOINT"] {
        assert!(file.lines().any(|line| line.starts_with(wanted)), "{wanted}");
    }
}
