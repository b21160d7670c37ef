//! Decides names by the bundled Public Suffix List, as a registry does that has imported it: may somebody have this name?
//!
//! ```text
//! public_suffix [--registry-zone] NAME...
//! ```
//!
//! For each name: the verdict with its reasons, the effective TLD, the public suffix, and the registrable domain, which is the effective TLD
//! and one label. Effective TLD and public suffix differ where the registry differs from the list's publishers on purpose: the base of a
//! wildcard is a TLD too, and a name below no rule has none. `--registry-zone` asks for names that shall stand at a TLD on purpose.
//!
//! Status: 0 if all names are allowed, 1 if one is refused, 2 if the program was called wrongly.

use std::io::{self, Write};
use std::process::ExitCode;

use domesday_dns::Name;
use domesday_domain::name::ZoneName;
use domesday_domain::tld::list::BundledList;
use domesday_domain::tld::{RuleTable, judge};

#[cfg(test)]
#[path = "public_suffix/tests.rs"]
mod tests;

const USAGE: &str = "usage: public_suffix [--registry-zone] NAME...";

fn main() -> ExitCode {
    let arguments = std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned());
    let status = run(arguments.collect(), &mut io::stdout().lock(), &mut io::stderr().lock());
    ExitCode::from(status.unwrap_or(2))
}

/// The whole program; gives its status.
///
/// # Errors
/// Only if nothing can be written any more.
fn run(arguments: Vec<String>, out: &mut impl Write, err: &mut impl Write) -> io::Result<u8> {
    let (options, names): (Vec<_>, Vec<_>) = arguments.into_iter().partition(|argument| argument.starts_with("--"));
    if let Some(unknown) = options.iter().find(|option| *option != "--registry-zone") {
        writeln!(err, "public_suffix: there is no option {unknown}\n{USAGE}")?;
        return Ok(2);
    }
    if names.is_empty() {
        writeln!(err, "{USAGE}")?;
        return Ok(2);
    }
    let rules = BundledList::Psl.table();
    let mut status = 0;
    for name in names {
        if !tell(&rules, &name, !options.is_empty(), out)? {
            status = 1;
        }
    }
    Ok(status)
}

/// Tells what there is to say of a name; gives whether it is allowed.
fn tell(rules: &RuleTable, text: &str, registry_zone: bool, out: &mut impl Write) -> io::Result<bool> {
    let zone = match ZoneName::parse(text) {
        Ok(zone) => zone,
        Err(problem) => {
            writeln!(out, "{}: refused\n  {problem} (invalid_name)", text.escape_debug())?;
            return Ok(false);
        }
    };
    let name = zone.as_name();
    let verdict = judge(rules, name, registry_zone);
    let tld = verdict.effective.as_ref();
    writeln!(out, "{name}: {}", if verdict.is_allowed() { "allowed" } else { "refused" })?;
    for stop in &verdict.stops {
        writeln!(out, "  {} ({})", stop.detail(name, tld), stop.code())?;
    }
    if verdict.is_allowed() {
        writeln!(out, "  {} ({})", verdict.pass.detail(name, tld), verdict.pass.code())?;
    }
    writeln!(out, "  effective TLD: {}", shown(tld.map(|tld| tld.name.clone())))?;
    writeln!(out, "  public suffix: {}", shown(rules.public_suffix(name)))?;
    writeln!(out, "  registrable domain: {}", shown(tld.and_then(|tld| tld.registrable(name))))?;
    Ok(verdict.is_allowed())
}

/// A name with its U-labels beside it, if it has any.
fn shown(name: Option<Name>) -> String {
    let Some(name) = name else { return "none".to_owned() };
    name.to_unicode().map_or_else(|| name.to_string(), |unicode| format!("{name} ({unicode})"))
}
