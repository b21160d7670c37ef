//! Exported files in the hands of those who serve them: the checkers of BIND, Knot DNS and NSD (rule F5).

use domesday_tests::database::Directory;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs a program that an operator has, wherever it is.
pub(super) fn run(program: &str, arguments: &[&str]) -> Output {
    let output = command(program).args(arguments).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.code() != Some(127), "{program} is missing: tests/run installs it");
    output
}

/// Administration programs are not in everybody's `PATH`. A program that is not there at all ends with 127.
pub(super) fn command(program: &str) -> Command {
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = Command::new("env");
    command.arg(format!("PATH={path}:/usr/local/sbin:/usr/sbin:/sbin")).arg(program);
    command
}

fn accepts(program: &str, arguments: &[&str], name: &str) {
    let output = run(program, arguments);
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{program} refuses {name}: {said}");
}

/// Panics unless all three take the file.
pub(super) fn load_everywhere(name: &str, text: &str) {
    let directory = Directory::new();
    let file = directory.path().join("zone");
    std::fs::write(&file, text).unwrap();
    let file = path(&file);
    accepts("named-checkzone", &["-i", "local", "-k", "fail", name, file], name);
    accepts("kzonecheck", &["--origin", name, file], name);
    accepts("nsd-checkzone", &[name, file], name);
}

pub(super) fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}
