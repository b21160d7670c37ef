//! `cargo run -p domesday-tests --features lists --bin bundle-lists` writes the lists that come with Domesday anew, from the crates in
//! `Cargo.lock`: after those were updated.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it is a program for a terminal")]

mod bundle;

use std::process::ExitCode;

use bundle::Problem;
use domesday_tests::server::root;

fn main() -> ExitCode {
    match write() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("bundle-lists: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn write() -> Result<(), Problem> {
    for list in bundle::lists(&root())? {
        std::fs::write(root().join(list.path), &list.text)?;
        println!("{}: {} rules", list.path, list.rules);
    }
    Ok(())
}
