//! Medians, ratios and tables from what a run noted: lines of `point OPERATION BACKEND SIZE RATE P50 P99 FAILED`, of
//! `fact NAME BACKEND VALUE` and of `count NAME BACKEND VALUE`, with tabs between. SIZE is connections, rows a commit, or delegations.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::Problem;
use crate::goals::{GOALS, MEMORY, RATES, TAILS};

type Key = (String, String, u64);

#[derive(Default)]
struct Point {
    rates: Vec<f64>,
    p50: Vec<f64>,
    p99: Vec<f64>,
    failed: u64,
}

#[derive(Default)]
struct Run {
    order: Vec<Key>,
    points: BTreeMap<Key, Point>,
    facts: BTreeMap<(String, String), f64>,
    counts: Vec<(String, String, u64)>,
}

/// The tables, as Markdown.
pub(crate) fn report(raw: &str) -> Result<String, Problem> {
    let run = read(raw)?;
    let mut text = String::new();
    goals(&run, &mut text)?;
    points(&run, &mut text)?;
    facts(&run, &mut text)?;
    counts(&run, &mut text)?;
    Ok(text)
}

fn read(raw: &str) -> Result<Run, Problem> {
    let mut run = Run::default();
    for line in raw.lines() {
        match line.split('\t').collect::<Vec<_>>()[..] {
            ["point", operation, backend, size, rate, p50, p99, failed] => {
                let key = (operation.to_owned(), backend.to_owned(), size.parse()?);
                if !run.points.contains_key(&key) {
                    run.order.push(key.clone());
                }
                let point = run.points.entry(key).or_default();
                point.rates.push(rate.parse()?);
                point.p50.push(p50.parse()?);
                point.p99.push(p99.parse()?);
                point.failed += failed.parse::<f64>()? as u64;
            }
            ["fact", name, backend, value] => {
                let most = run.facts.entry((name.to_owned(), backend.to_owned())).or_default();
                *most = value.parse::<f64>()?.max(*most);
            }
            ["count", name, backend, value] => {
                run.counts.push((name.to_owned(), backend.to_owned(), value.parse()?));
            }
            _ => return Err(format!("not a note of a run: {line}").into()),
        }
    }
    Ok(run)
}

impl Run {
    fn find(&self, (operation, backend, size): (&str, &str, u64)) -> Option<&Point> {
        self.points.get(&(operation.to_owned(), backend.to_owned(), size))
    }

    fn rate(&self, key: (&str, &str, u64)) -> Option<f64> {
        self.find(key).map(|point| median(&point.rates))
    }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => 0.0,
        odd if odd % 2 == 1 => sorted[middle],
        _ => f64::midpoint(sorted[middle - 1], sorted[middle]),
    }
}

/// Thousands apart, two or three figures at least.
fn number(value: f64) -> String {
    if value < 100.0 {
        return format!("{value:.1}");
    }
    let digits = format!("{value:.0}");
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(" ")
}

fn share(value: f64) -> String {
    if value >= 2.0 { format!("{value:.1} times") } else { format!("{:.0} %", value * 100.0) }
}

fn verdict(reached: impl Fn(f64) -> bool, floor: Option<f64>, target: Option<f64>) -> &'static str {
    match (floor.map(&reached), target.map(&reached)) {
        (None, None) => "",
        (_, Some(true)) | (Some(true), None) => "met",
        (Some(true), Some(false)) => "floor met, target not",
        _ => "**not met**",
    }
}

fn goals(run: &Run, text: &mut String) -> std::fmt::Result {
    text.push_str("| goal | measured | compared with | that is | floor | target | |\n| --- | ---: | ---: | ---: | ---: | ---: | --- |\n");
    let shown = |limit: Option<f64>| limit.map(share).unwrap_or_default();
    for goal in &GOALS {
        let (Some(measured), Some(against)) = (run.rate(goal.measured), run.rate(goal.against)) else { continue };
        let ratio = measured / against;
        let told = verdict(|limit| ratio >= limit, goal.floor, goal.target);
        let row =
            [number(measured), number(against), share(ratio), shown(goal.floor), shown(goal.target), told.to_owned()];
        writeln!(text, "| {} | {} |", goal.what, row.join(" | "))?;
    }
    for (what, operation, limit) in TAILS {
        let Some(point) = run.find((operation, "sqlite", 64)) else { continue };
        let p99 = median(&point.p99) / 1000.0;
        writeln!(
            text,
            "| {what} | {p99:.1} ms | | | | {limit} ms | {} |",
            verdict(|limit| p99 <= limit, None, Some(limit))
        )?;
    }
    for (backend, called) in [("sqlite", ""), ("postgres", "PostgreSQL: ")] {
        for (what, operation, floor, target) in RATES {
            let Some(rate) = run.rate((operation, backend, 1)) else { continue };
            let told = verdict(|limit| rate >= limit, Some(floor), Some(target));
            writeln!(
                text,
                "| {called}{what} | {} | | | {} | {} | {told} |",
                number(rate),
                number(floor),
                number(target)
            )?;
        }
    }
    for (what, name, floor, target) in MEMORY {
        for ((_, backend), kilobytes) in run.facts.iter().filter(|((known, _), _)| known == &format!("{name}, RSS")) {
            let megabytes = kilobytes / 1024.0;
            let told = verdict(|limit| megabytes <= limit, Some(floor), Some(target));
            writeln!(text, "| {what} ({backend}) | {megabytes:.0} MB | | | {floor} MB | {target} MB | {told} |")?;
        }
    }
    Ok(())
}

fn points(run: &Run, text: &mut String) -> std::fmt::Result {
    text.push_str("\n| operation | on | connections, a commit, or delegations | per second | spread | p50 ms | p99 ms | of bare JSON | failed |\n");
    text.push_str("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    for key in &run.order {
        let (operation, backend, size) = key;
        let point = &run.points[key];
        let rate = median(&point.rates);
        let fastest = point.rates.iter().copied().fold(0.0, f64::max);
        let slowest = point.rates.iter().copied().fold(f64::MAX, f64::min);
        let of_json = match (backend.as_str(), run.rate(("json", "bare", *size))) {
            ("sqlite" | "postgres" | "bare", Some(json)) if !operation.contains("port") => share(rate / json),
            _ => String::new(),
        };
        let (p50, p99) = (median(&point.p50) / 1000.0, median(&point.p99) / 1000.0);
        let spread = (fastest - slowest) / rate * 100.0;
        writeln!(
            text,
            "| {operation} | {backend} | {size} | {} | {spread:.0} % | {p50:.2} | {p99:.2} | {of_json} | {} |",
            number(rate),
            point.failed
        )?;
    }
    Ok(())
}

fn facts(run: &Run, text: &mut String) -> std::fmt::Result {
    text.push_str("\n| memory of the server, at most | on | MB |\n| --- | --- | ---: |\n");
    for ((name, backend), kilobytes) in &run.facts {
        writeln!(text, "| {name} | {backend} | {:.0} |", kilobytes / 1024.0)?;
    }
    Ok(())
}

fn counts(run: &Run, text: &mut String) -> std::fmt::Result {
    if run.counts.is_empty() {
        return Ok(());
    }
    text.push_str("\n| statements of one command | on | |\n| --- | --- | ---: |\n");
    for (name, backend, count) in &run.counts {
        writeln!(text, "| {name} | {backend} | {count} |")?;
    }
    Ok(())
}
