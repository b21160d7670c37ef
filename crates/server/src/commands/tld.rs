//! `domesday tld …`: which names may become zones (`tlds.md` section 8).

mod import;

use clap::Subcommand;
use domesday_app::input::Input;
use domesday_app::ports::{ListOrder, SortKey, TextMatch};
use domesday_app::registry::{Caller, Registry};
use domesday_app::tlds::{
    Affected, CreateTld, DeleteTld, Explain, Explanation, ListTlds, RowPage, RowQuery, StreamTlds, TldDraft, Way,
    name_filter,
};
use domesday_dns::Name;
use domesday_domain::finding::Findings;
use domesday_domain::precondition::Precondition;
use domesday_domain::tld::{Description, Source, Tld, TldPattern};
use serde_json::{Value, json};

use super::output::{instant, json, line, note, readable, table};
use import::ImportArguments;

/// What to do with the list of TLDs.
#[derive(Debug, Subcommand)]
pub(crate) enum TldCommand {
    /// Take over a list of TLDs, all of it or nothing, and print what changes
    #[command(
        after_help = "Examples:\n  domesday tld import --psl --section icann --dry-run\n  domesday tld import --iana --prune\n  \
        domesday tld import brands.csv --source brands\n  curl … | domesday tld import - --source psl --prune"
    )]
    Import(ImportArguments),
    /// List the rules, or those that match
    #[command(after_help = "Examples:\n  domesday tld list\n  domesday tld list 'co.*' --json")]
    List {
        /// A name, with * for any run of characters
        name: Option<String>,
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
    /// Add a rule: a TLD, a wildcard over all names below one, or an exception from a wildcard
    #[command(
        after_help = "Examples:\n  domesday tld create co.uk\n  domesday tld create '*.ck' --description 'all below ck'\n  domesday tld create '!www.ck'"
    )]
    Create {
        /// Its name
        name: String,
        /// What to write about it
        #[arg(long, value_name = "TEXT", value_parser = Description::parse)]
        description: Option<Description>,
        /// Check everything, keep nothing
        #[arg(long)]
        dry_run: bool,
        /// Print the rule as JSON
        #[arg(long)]
        json: bool,
    },
    /// Delete a rule; zones that stand below it stay
    #[command(after_help = "Example:\n  domesday tld delete co.uk --dry-run")]
    Delete {
        /// Its name
        name: String,
        /// Only tell which zones lean on it
        #[arg(long)]
        dry_run: bool,
    },
    /// Tell whether a name may become a zone, and why
    #[command(
        after_help = "Examples:\n  domesday tld explain shop.co.uk\n  domesday tld explain co.uk --registry-zone --json"
    )]
    Explain {
        /// The name
        name: String,
        /// It shall stand at a TLD on purpose
        #[arg(long)]
        registry_zone: bool,
        /// Print the answer as JSON
        #[arg(long)]
        json: bool,
    },
}

/// Does it.
///
/// # Errors
/// What the registry refused, in sentences.
pub(crate) async fn run(command: TldCommand, registry: &Registry, caller: &Caller) -> anyhow::Result<()> {
    match command {
        TldCommand::Import(arguments) => import::run(arguments, registry, caller).await,
        TldCommand::List { name, json } => list(name.as_deref(), json, registry, caller).await,
        TldCommand::Create { name, description, dry_run, json } => {
            let mut findings = Findings::new();
            let pattern = TldPattern::parse(&name);
            let pattern = pattern.map_err(|problem| findings.error("name", "bad_name", problem.to_string())).ok();
            let draft = TldDraft { pattern, description };
            let command = CreateTld { id: registry.ids().uuid(), draft: Input::read(draft, findings) };
            create(command, (dry_run, json), registry, caller).await
        }
        TldCommand::Delete { name, dry_run } => delete(&name, dry_run, registry, caller).await,
        TldCommand::Explain { name, registry_zone, json } => {
            explain(Explain { name, registry_zone }, json, registry, caller).await
        }
    }
}

async fn create(
    command: CreateTld,
    (dry_run, as_json): (bool, bool),
    registry: &Registry,
    caller: &Caller,
) -> anyhow::Result<()> {
    let done = if dry_run { registry.rehearse(caller, command).await } else { registry.run(caller, command).await };
    let changed = done.map_err(readable)?;
    tell_affected(&changed.affected)?;
    if as_json {
        return json(&shown(&changed.tld));
    }
    line(format!("{} {}", if dry_run { "would create" } else { "created" }, changed.tld.pattern))
}

async fn delete(name: &str, dry_run: bool, registry: &Registry, caller: &Caller) -> anyhow::Result<()> {
    let pattern = TldPattern::parse(name).map_err(|problem| anyhow::anyhow!("{name}: {problem}"))?;
    let order = ListOrder { text: Some(TextMatch::Exact(pattern.to_string())), ..ListOrder::default() };
    let query = RowQuery { order, marker: None, limit: Some(1) };
    let query = ListTlds { query: Input::read(query, Findings::new()) };
    let page: RowPage<Tld> = registry.ask(caller, query).await.map_err(readable)?;
    let Some(tld) = page.rows.first() else { anyhow::bail!("there is no TLD {pattern}") };
    let command = DeleteTld { id: tld.id, precondition: Precondition::None };
    let done = if dry_run { registry.rehearse(caller, command).await } else { registry.run(caller, command).await };
    let deleted = done.map_err(readable)?;
    tell_affected(&deleted.affected)?;
    tell_domains(&deleted.domains)?;
    line(format!("{} {pattern}", if dry_run { "would delete" } else { "deleted" }))
}

async fn list(name: Option<&str>, as_json: bool, registry: &Registry, caller: &Caller) -> anyhow::Result<()> {
    let order = ListOrder { text: name.map(name_filter), key: SortKey::Text, descending: false };
    let query = RowQuery { order, marker: None, limit: None };
    let query = StreamTlds { query: Input::read(query, Findings::new()) };
    let (_, mut pieces) = registry.stream(caller, query).await.map_err(readable)?;
    let mut tlds = Vec::new();
    while let Some(piece) = pieces.recv().await {
        tlds.extend(piece.map_err(readable)?);
    }
    if as_json {
        return json(&tlds.iter().map(shown).collect::<Vec<_>>());
    }
    let row = |tld: &Tld| {
        let description = tld.description.as_ref().map(|text| text.as_str().replace(char::is_control, " "));
        [tld.pattern.to_string(), instant(tld.created), description.unwrap_or_default()]
    };
    table(["NAME", "CREATED", "DESCRIPTION"], &tlds.iter().map(row).collect::<Vec<_>>())
}

async fn explain(query: Explain, as_json: bool, registry: &Registry, caller: &Caller) -> anyhow::Result<()> {
    let told = registry.ask(caller, query).await.map_err(readable)?;
    if as_json {
        return json(&explanation(&told));
    }
    line(format!("{}: {}", told.name, if told.allowed { "allowed" } else { "refused" }))?;
    for reason in &told.reasons {
        line(format!("  {} ({})", reason.message, reason.code))?;
    }
    match told.bypass {
        Some(Way::RegistryZone) => line("  as a registry zone it would pass (--registry-zone)"),
        Some(Way::Admin) => line("  for an admin it would pass"),
        None => Ok(()),
    }
}

fn tell_affected(affected: &Affected) -> anyhow::Result<()> {
    if affected.count == 0 {
        return Ok(());
    }
    outside(affected.count, affected.complete, affected.names.iter().map(ToString::to_string))
}

/// Warns of domains that lose their rule.
fn tell_domains(domains: &Affected) -> anyhow::Result<()> {
    let told = match (domains.count, domains.complete) {
        (0, _) => return Ok(()),
        (1, true) => "1 domain goes on under the policy of this rule, and no new name is registered".to_owned(),
        (count, complete) => {
            let more = if complete { "" } else { " or more" };
            format!("{count}{more} domains go on under the policy of this rule, and no new name is registered")
        }
    };
    note(format!("warning: {told}"))?;
    domains.names.iter().try_for_each(|name| note(format!("  {name}")))
}

/// Warns of zones that a change leaves outside the list.
fn outside(count: u64, complete: bool, mut names: impl Iterator<Item = String>) -> anyhow::Result<()> {
    let told = match (count, complete) {
        (1, true) => "1 zone stands outside the list of TLDs after this, and stays as it is".to_owned(),
        (count, complete) => {
            let more = if complete { "" } else { " or more" };
            format!("{count}{more} zones stand outside the list of TLDs after this, and stay as they are")
        }
    };
    note(format!("warning: {told}"))?;
    names.try_for_each(|name| note(format!("  {name}")))
}

fn shown(tld: &Tld) -> Value {
    json!({
        "id": tld.id,
        "name": tld.pattern.to_string(),
        "description": tld.description.as_ref().map(Description::as_str),
        "created_at": instant(tld.created),
        "updated_at": tld.updated.map(instant),
        "version": tld.version,
    })
}

fn explanation(told: &Explanation) -> Value {
    let text = |name: &Option<Name>| name.as_ref().map(ToString::to_string);
    let reasons = told.reasons.iter().map(|reason| json!({"code": reason.code, "message": reason.message}));
    let rule = told.rule.as_ref().map(|(id, by, sources)| {
        let sources: Vec<&str> = sources.iter().map(Source::as_str).collect();
        json!({"id": id, "name": by.pattern.to_string(), "kind": by.kind.as_str(), "sources": sources})
    });
    let matched = told
        .matched
        .iter()
        .map(|found| json!({"name": found.pattern.to_string(), "kind": found.kind.as_str(), "inert": found.inert}));
    let bypass = told.bypass.map(|way| match way {
        Way::RegistryZone => "registry_zone",
        Way::Admin => "admin",
    });
    json!({
        "name": told.name,
        "unicode_name": told.unicode_name,
        "verdict": if told.allowed { "allowed" } else { "refused" },
        "reasons": reasons.collect::<Vec<_>>(),
        "effective_tld": text(&told.effective_tld),
        "registrable": text(&told.registrable),
        "rule": rule,
        "matched": matched.collect::<Vec<_>>(),
        "blocked_by": told.blocked_by.as_ref().map(|(id, pattern)| json!({"id": id, "pattern": pattern})),
        "nearest_zone": text(&told.nearest_zone),
        "bypass": bypass,
        "rules_stored": told.rules_stored,
        "revision": told.revision,
    })
}
