//! The lists that come with Domesday, made of what crates in `Cargo.lock` hold: so they are as new as those, and a build needs no network.
//!
//! The Public Suffix List is in the package of the crate `psl` as a file of rules without sections; which section a rule is in its
//! look-up tells. Comments of the list are not in the package, so the notice that stands at the list's head is written here.

use std::path::{Path, PathBuf};
use std::process::Command;

use psl::Type;
use serde_json::Value;

/// What went wrong, for the reader of the terminal.
pub(crate) type Problem = Box<dyn std::error::Error + Send + Sync>;

/// A list as a file of the repository.
pub(crate) struct Bundled {
    /// Its place below the repository's top.
    pub(crate) path: &'static str,
    /// What it holds.
    pub(crate) text: String,
    /// How many rules that are.
    pub(crate) rules: usize,
}

const NOTICE: &str = "\
// This Source Code Form is subject to the terms of the Mozilla Public
// License, v. 2.0. If a copy of the MPL was not distributed with this
// file, You can obtain one at https://mozilla.org/MPL/2.0/.
";

/// Both lists; `root` is the top of the repository.
pub(crate) fn lists(root: &Path) -> Result<[Bundled; 2], Problem> {
    let packages = packages(root)?;
    Ok([public_suffixes(&packages)?, top_level_domains(&packages)?])
}

fn public_suffixes(packages: &Value) -> Result<Bundled, Problem> {
    let (version, directory) = package(packages, "psl")?;
    let read = std::fs::read_to_string(directory.join("data/rules.txt"))?;
    let rules: Vec<&str> = read.lines().map(str::trim).filter(|rule| !rule.is_empty()).collect();
    let mut text = format!(
        "{NOTICE}\n// The rules of https://publicsuffix.org/list/public_suffix_list.dat as the crate psl {version} holds them, without the\n\
         // comments of the list.\n"
    );
    for (section, word) in [(Type::Icann, "ICANN"), (Type::Private, "PRIVATE")] {
        text += &format!("\n// ===BEGIN {word} DOMAINS===\n\n");
        for rule in &rules {
            if section_of(rule)? == section {
                text.push_str(rule);
                text.push('\n');
            }
        }
        text += &format!("\n// ===END {word} DOMAINS===\n");
    }
    Ok(Bundled { path: "crates/domain/lists/public_suffix_list.dat", text, rules: rules.len() })
}

/// The section of a rule, asked for by a name that this rule decides.
fn section_of(rule: &str) -> Result<Type, Problem> {
    let (asked, expected) = if let Some(base) = rule.strip_prefix("*.") {
        let below = format!("any.{base}");
        (below.clone(), below)
    } else if let Some(excepted) = rule.strip_prefix('!') {
        let parent = excepted.split_once('.').map_or("", |(_, parent)| parent);
        (excepted.to_owned(), parent.to_owned())
    } else {
        (rule.to_owned(), rule.to_owned())
    };
    let suffix = psl::suffix(asked.as_bytes()).filter(|suffix| suffix.as_bytes() == expected.as_bytes());
    let section = suffix.and_then(|suffix| suffix.typ());
    section.ok_or_else(|| format!("psl does not know its own rule {rule}").into())
}

fn top_level_domains(packages: &Value) -> Result<Bundled, Problem> {
    let (version, _) = package(packages, "tld")?;
    let mut labels: Vec<String> = tld::TLD.iter().map(|label| label.to_uppercase()).collect();
    labels.sort_unstable();
    let head = format!("# https://data.iana.org/TLD/tlds-alpha-by-domain.txt as the crate tld {version} holds it\n");
    let text = labels.iter().fold(head, |text, label| text + label + "\n");
    Ok(Bundled { path: "crates/domain/lists/tlds-alpha-by-domain.txt", text, rules: labels.len() })
}

/// The packages of `Cargo.lock` that a build on this platform needs: others need not have been fetched.
fn packages(root: &Path) -> Result<Value, Problem> {
    let about = cargo(root, &["-vV"])?;
    let platform = about.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("cargo -vV names no platform")?;
    let arguments = ["metadata", "--format-version", "1", "--offline", "--locked", "--filter-platform", platform];
    Ok(serde_json::from_str::<Value>(&cargo(root, &arguments)?)?["packages"].take())
}

fn cargo(root: &Path, arguments: &[&str]) -> Result<String, Problem> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(program).args(arguments).current_dir(root).output()?;
    if !output.status.success() {
        return Err(format!("cargo {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// A package's version and directory.
fn package(packages: &Value, name: &str) -> Result<(String, PathBuf), Problem> {
    let found = packages.as_array().into_iter().flatten().find(|package| package["name"] == name);
    let text = |member: &str| found.and_then(|package| package[member].as_str());
    let place = text("manifest_path").and_then(|manifest| Path::new(manifest).parent());
    let (Some(version), Some(place)) = (text("version"), place) else {
        return Err(format!("cargo metadata names no package {name}").into());
    };
    Ok((version.to_owned(), place.to_owned()))
}
