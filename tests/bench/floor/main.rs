//! The floors beneath Domesday's figures: what HTTP, SQLite and a queue between them can do with nothing else around them.
//!
//! `tests/bench/run` builds and calls it; each measuring command prints one line, `RESULT rate p50 p99 failed`, rates per second
//! and latencies in microseconds, as the scripts for wrk do. Nothing of Domesday is in here: when the server's schema or queries
//! change, the floor stays where it was.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it is a program for a terminal")]

mod bare;
mod goals;
mod group;
mod http;
mod report;
mod seed;
mod sign;

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What went wrong, for the reader of the terminal.
type Problem = Box<dyn std::error::Error + Send + Sync>;

const USAGE: &str =
    "domesday-bench http ADDRESS DATABASE      the bare handlers, and group commit behind one, until killed
domesday-bench ROWS BATCH SECONDS DATABASE       inserts, so many a commit: of one row each (row), or of a zone's rows,
                                                 with scattered names (zone) or ascending ones (zone-in-order)
domesday-bench group CLIENTS SECONDS DATABASE    group commit without HTTP
domesday-bench seed URL TOKEN FROM COUNT         zones through the API
domesday-bench seed-names URL TOKEN FROM COUNT   registered names through the API
domesday-bench seed-entities URL TOKEN FROM COUNT  entities of the kind student through the API
domesday-bench sign THREADS SECONDS PEM          bare RS256 signatures
domesday-bench report RAW                        the tables of a run, from what it noted";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("domesday-bench: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<(), Problem> {
    match arguments {
        ["http", address, database] => http::serve(address, Path::new(database)),
        [rows @ ("row" | "zone" | "zone-in-order"), batch, seconds, database] => {
            let rows = match *rows {
                "row" => bare::Rows::One,
                "zone" => bare::Rows::Zone,
                _ => bare::Rows::ZoneInOrder,
            };
            let lasting = Duration::from_secs(seconds.parse()?);
            bare::measure(rows, batch.parse()?, lasting, Path::new(database))?.tell();
            Ok(())
        }
        ["group", clients, seconds, database] => {
            let lasting = Duration::from_secs(seconds.parse()?);
            group::measure(clients.parse()?, lasting, Path::new(database))?.tell();
            Ok(())
        }
        ["seed", url, token, from, count] => seed::seed(seed::What::Zones, url, token, from.parse()?, count.parse()?),
        ["seed-names", url, token, from, count] => {
            seed::seed(seed::What::Names, url, token, from.parse()?, count.parse()?)
        }
        ["seed-entities", url, token, from, count] => {
            seed::seed(seed::What::Entities, url, token, from.parse()?, count.parse()?)
        }
        ["sign", threads, seconds, key] => {
            sign::measure(threads.parse()?, Duration::from_secs(seconds.parse()?), key)?.tell();
            Ok(())
        }
        ["report", raw] => {
            print!("{}", report::report(&std::fs::read_to_string(raw)?)?);
            Ok(())
        }
        _ => Err(USAGE.into()),
    }
}

/// What a measurement gave.
struct Measured {
    count: u64,
    lasted: Duration,
    latencies: Vec<u32>,
}

impl Measured {
    fn tell(mut self) {
        self.latencies.sort_unstable();
        let at = |share: usize| self.latencies.get(self.latencies.len() * share / 100).copied().unwrap_or_default();
        println!("RESULT {:.1} {} {} 0", self.count as f64 / self.lasted.as_secs_f64(), at(50), at(99));
    }
}

/// Microseconds, for latencies that all fit.
fn micros(duration: Duration) -> u32 {
    u32::try_from(duration.as_micros()).unwrap_or(u32::MAX)
}
