//! Zone files as the random walk imports them: an exported file with some lines changed, or a new one.
//!
//! Only what the server itself prints is understood here, line by line.

use super::dice::Dice;
use super::operations::{CUTS, Change, Done, HOSTS, ZONES, addresses};
use super::state::{State, is_below, is_within, printed};
use domesday_tests::client::Client;
use std::collections::{BTreeMap, BTreeSet};

/// A file that was imported.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) zone: String,
    pub(super) serial: u64,
    cuts: BTreeMap<String, BTreeSet<String>>,
}

/// Owner, type and the rest of a line with a record.
pub(super) fn record(line: &str) -> Option<(&str, &str, &str)> {
    let (head, tail) = line.split_once(" IN ")?;
    let (kind, rdata) = tail.split_once(' ')?;
    Some((head.split(' ').next()?.trim_end_matches('.'), kind, rdata))
}

/// The file without comments, and without the number that rises.
pub(super) fn without_serial(file: &str) -> Vec<String> {
    let lines = file.lines().filter(|line| !line.starts_with(';'));
    lines.map(|line| if line.contains(" IN SOA ") { soa_with(line, 1) } else { line.to_owned() }).collect()
}

fn soa_with(line: &str, serial: u64) -> String {
    let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
    let place = words.iter().position(|word| word == "SOA").unwrap() + 3;
    words[place] = serial.to_string();
    words.join(" ")
}

impl File {
    /// The cuts that become delegations made by hand: those of no child zone, and below no other.
    pub(super) fn explicit(&self, after: &State) -> BTreeMap<String, BTreeSet<String>> {
        let is_top = |cut: &String| !self.cuts.keys().any(|above| is_below(cut, above));
        let of_none = |cut: &String| !after.zones.contains_key(cut);
        self.cuts
            .iter()
            .filter(|(cut, _)| is_top(cut) && of_none(cut))
            .map(|(cut, ns)| (cut.clone(), ns.clone()))
            .collect()
    }
}

/// Imports a zone that is there with some lines changed, or one that is not there.
pub(super) fn import(client: &Client, dice: &mut Dice) -> Done {
    let zone = dice.pick(&ZONES);
    let exported = client.get(&format!("/zones/{zone}/zonefile")).send();
    let is_there = exported.is_success();
    let mut lines: Vec<String> = match is_there {
        true => exported.text().lines().map(str::to_owned).collect(),
        false => vec![
            format!("$ORIGIN {zone}."),
            "$TTL 3600".into(),
            format!("{zone}. 3600 IN SOA ns1.provider.net. hostmaster.example.org. 2001010100 10800 3600 1814400 3600"),
            format!("{zone}. IN NS ns1.provider.net."),
        ],
    };
    for _ in 0..dice.below(4) {
        edit(zone, dice, &mut lines);
    }
    let path = if is_there { "/zones/import?force=true&replace=true" } else { "/zones/import?force=true" };
    let text = lines.join("\n") + "\n";
    let mut call = client.request("POST", path).body("text/dns", text.as_str());
    if is_there {
        call = call.if_match("*");
    }
    let answer = call.send();
    let (file, given) = understood(zone, &lines);
    Done { kind: "import", what: format!("{text} to {answer}"), change: Change::Import(file), given, answer }
}

fn edit(zone: &str, dice: &mut Dice, lines: &mut Vec<String>) {
    let host = dice.pick(&HOSTS);
    match dice.below(6) {
        0 => lines.push(format!("{zone}. IN NS {host}.")),
        1 | 2 => {
            let inside: Vec<&str> = CUTS.into_iter().filter(|cut| is_below(cut, zone)).collect();
            let cut = if inside.is_empty() { return } else { dice.pick(&inside) };
            lines.push(format!("{cut}. IN NS {host}."));
            if is_below(host, zone) {
                lines.extend(addresses(dice).iter().map(|address| address_line(host, address)));
            }
        }
        3 => {
            // Never the SOA, nor the last NS of the apex: such a file is none.
            let removable =
                |line: &&String| record(line).is_some_and(|(owner, kind, _)| kind != "SOA" && owner != zone);
            let owners: Vec<String> =
                lines.iter().filter(removable).map(|line| record(line).unwrap().0.to_owned()).collect();
            if !owners.is_empty() {
                let gone = owners[dice.below(owners.len() as u64) as usize].clone();
                lines.retain(|line| record(line).is_none_or(|(owner, _, _)| owner != gone));
            }
        }
        4 if is_below(host, zone) => lines.extend(addresses(dice).iter().map(|address| address_line(host, address))),
        _ => {
            let further = dice.below(3);
            for line in lines.iter_mut().filter(|line| line.contains(" IN SOA ")) {
                let serial = serial(line) + further;
                *line = soa_with(line, serial);
            }
        }
    }
}

fn address_line(host: &str, address: &str) -> String {
    let kind = if address.contains(':') { "AAAA" } else { "A" };
    format!("{host}. IN {kind} {address}")
}

fn serial(soa: &str) -> u64 {
    let place = soa.split(' ').position(|word| word == "SOA").unwrap() + 3;
    soa.split(' ').nth(place).unwrap().parse().unwrap()
}

/// What the book must know of a file: its serial, its cuts, and the addresses of name servers at or below them.
fn understood(zone: &str, lines: &[String]) -> (File, BTreeMap<String, Vec<String>>) {
    let records: Vec<(&str, &str, &str)> = lines.iter().filter_map(|line| record(line)).collect();
    let mut file = File { zone: zone.to_owned(), serial: 0, cuts: BTreeMap::new() };
    file.serial = lines.iter().find(|line| line.contains(" IN SOA ")).map(|line| serial(line)).unwrap();
    for (owner, _, host) in records.iter().filter(|(owner, kind, _)| *kind == "NS" && *owner != zone) {
        file.cuts.entry((*owner).to_owned()).or_default().insert((*host).to_owned());
    }
    // A delegation below another is dropped, and with it what it uses.
    let is_hidden = |owner: &str| file.cuts.keys().any(|cut| is_below(owner, cut));
    let listed = records.iter().filter(|(owner, kind, _)| *kind == "NS" && !is_hidden(owner));
    let used: BTreeSet<&str> = listed.map(|(_, _, host)| *host).collect();
    let mut given: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let is_address = |kind: &str| kind == "A" || kind == "AAAA";
    for (owner, _, address) in records.iter().filter(|(_, kind, _)| is_address(kind)) {
        if used.contains(printed(owner).as_str()) && file.cuts.keys().any(|cut| is_within(owner, cut)) {
            given.entry((*owner).to_owned()).or_default().push((*address).to_owned());
        }
    }
    (file, given)
}
