//! The map of the house (`docs/spec/architecture.md`), held by tests: each says what to do when it fails.

use domesday_tests::server::root;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Which of our crates each may depend on: §1. `dns` is there for all, since the use cases speak in its names.
const ARROWS: [(&str, &[&str]); 8] = [
    ("domesday-dns", &[]),
    ("domesday-domain", &["domesday-dns"]),
    ("domesday-app", &["domesday-domain", "domesday-dns"]),
    ("domesday-store", &["domesday-app", "domesday-domain", "domesday-dns"]),
    ("domesday-signing", &["domesday-app", "domesday-domain", "domesday-dns"]),
    ("domesday-http", &["domesday-app", "domesday-domain", "domesday-dns"]),
    (
        "domesday",
        &["domesday-http", "domesday-store", "domesday-signing", "domesday-app", "domesday-domain", "domesday-dns"],
    ),
    ("domesday-tests", &["domesday", "domesday-http"]),
];

/// For tests only, beyond the arrows: two suites start PostgreSQL with the harness, which knows no crate of ours.
const DEVELOPMENT_ARROWS: [(&str, &str); 2] = [("domesday-store", "domesday-tests"), ("domesday", "domesday-tests")];

const LONGEST_FILE: usize = 450;

fn none(faults: &[String], remedy: &str) {
    assert!(faults.is_empty(), "{}\n→ {remedy}", faults.join("\n"));
}

/// Every file of the repository below these places, relative to its top, without what is built or not ours.
fn files(places: &[&str]) -> Vec<PathBuf> {
    fn walk(directory: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(directory).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name();
            if path.is_dir() {
                if !["target", ".git", "data"].iter().any(|skipped| name == *skipped) {
                    walk(&path, found);
                }
            } else {
                found.push(path);
            }
        }
    }
    let root = root();
    let mut found = Vec::new();
    for place in places {
        walk(&root.join(place), &mut found);
    }
    let mut relative: Vec<_> = found.iter().map(|path| path.strip_prefix(&root).unwrap().to_owned()).collect();
    relative.sort();
    relative
}

fn with_extension(files: Vec<PathBuf>, extension: &str) -> Vec<PathBuf> {
    files.into_iter().filter(|path| path.extension().is_some_and(|found| found == extension)).collect()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_default()
}

#[test]
fn crates_know_only_those_below_them() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["metadata", "--format-version", "1", "--no-deps", "--offline"];
    let output = Command::new(cargo).args(arguments).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let ours: BTreeSet<&str> = packages.iter().map(|package| package["name"].as_str().unwrap()).collect();
    let mapped: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    assert_eq!(ours, mapped, "the workspace's crates and the map differ: docs/spec/architecture.md §1 and ARROWS here");
    let mut faults = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let allowed = ARROWS.iter().find(|(known, _)| *known == name).unwrap().1;
        for dependency in package["dependencies"].as_array().unwrap() {
            let to = dependency["name"].as_str().unwrap();
            let in_tests = dependency["kind"] == "dev" && DEVELOPMENT_ARROWS.contains(&(name, to));
            if ours.contains(to) && !allowed.contains(&to) && !in_tests {
                faults.push(format!("{name} depends on {to}"));
            }
        }
    }
    none(
        &faults,
        "move what is needed down, or behind a port in domesday-app; the map is docs/spec/architecture.md §1",
    );
}

#[test]
fn every_source_file_opens_with_why_it_exists() {
    let sources = with_extension(files(&["crates", "tests"]), "rs");
    assert!(sources.len() > 20, "only {} source files found", sources.len());
    let faults: Vec<_> =
        sources.iter().filter(|path| !read(path).starts_with("//!")).map(|path| path.display().to_string()).collect();
    none(&faults, "open the file with `//!`: why it exists, and what is surprising in it");
}

#[test]
fn no_source_file_is_too_long_to_read() {
    let mut faults = Vec::new();
    for path in with_extension(files(&["crates", "tests"]), "rs") {
        let lines = read(&path).lines().count();
        if lines > LONGEST_FILE {
            faults.push(format!("{}: {lines} lines", path.display()));
        }
    }
    none(&faults, &format!("split it by what it is about: {LONGEST_FILE} lines are the limit, 60 to 250 feel at home"));
}

#[test]
fn paths_named_in_the_documents_exist() {
    let mut documents = with_extension(files(&["docs"]), "md");
    documents.extend(["README.md", "CONTRIBUTING.md", "migrations/README.md"].map(PathBuf::from));
    let places = ["crates/", "docs/", "tests/", "migrations/", "config/", "deploy/", ".ci/", ".config/", ".cargo/"];
    let mut faults = Vec::new();
    for document in documents {
        for (number, line) in read(&document).lines().enumerate() {
            for word in line.split('`').skip(1).step_by(2) {
                let is_path = places.iter().any(|place| word.starts_with(place));
                let is_pattern = word.contains(['…', '*', '{', '<', ' ']) || word.contains("NNNN");
                if is_path && !is_pattern && !root().join(word).exists() {
                    faults.push(format!("{}:{}: `{word}`", document.display(), number + 1));
                }
            }
        }
    }
    none(&faults, "correct the path, or leave the sentence out");
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |database: &str| -> BTreeSet<String> {
        let found = files(&[&format!("migrations/{database}")]);
        let prefix = Path::new("migrations").join(database);
        found.iter().map(|path| path.strip_prefix(&prefix).unwrap().display().to_string()).collect()
    };
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    assert!(!sqlite.is_empty(), "there are no migrations");
    let faults: Vec<_> = sqlite.symmetric_difference(&postgres).cloned().collect();
    none(&faults, "a migration is written for both: migrations/sqlite/NAME and migrations/postgres/NAME");
}

#[test]
fn nothing_names_a_place_on_somebodys_machine() {
    // Put together, so that this file does not name them itself.
    let forbidden = ["work", "farm", "root", "Users"].map(|place| format!("/{place}/"));
    let suffixes = ["rs", "toml", "md", "sql", "sh", "yml", "yaml", "json", ""];
    let mut faults = Vec::new();
    for path in files(&["."]) {
        let extension = path.extension().map(|found| found.to_string_lossy().into_owned()).unwrap_or_default();
        if !suffixes.contains(&extension.as_str()) {
            continue;
        }
        for (number, line) in read(&path).lines().enumerate() {
            for place in &forbidden {
                let before = line.find(place.as_str()).map(|at| line[..at].chars().next_back());
                // An absolute path: nothing of a path or an address stands before it.
                if before.is_some_and(|before| {
                    before.is_none_or(|found| !found.is_alphanumeric() && !"-_.}/".contains(found))
                }) {
                    faults.push(format!("{}:{}: {place}", path.display(), number + 1));
                }
            }
        }
    }
    none(&faults, "the repository stands alone: use a path in it, or a neutral one");
}
