//! Registration policies, a row for each version, and the special names of their TLDs.

use std::collections::BTreeMap;

use diesel::dsl::exists;
use diesel::prelude::*;
use domesday_app::ports::{PolicyReads, PolicyWrites, Stored};
use domesday_domain::account::AccountName;
use domesday_domain::policy::{Fee, LabelPattern, PolicyHistory, PolicyVersion, SpecialKind, SpecialName};
use domesday_domain::tld::{Description, TldPattern};
use domesday_domain::word::Word;

use super::super::{Texts, insert_rows};
use super::Work;
use super::keys::{damaged, documented, limited, word};
use super::tld_rows::pattern;
use crate::documents::{policy, policy_document};
use crate::expressions::Among;
use crate::schema::{domains, policies, special_names};
use crate::types::{At, Json};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = policies, treat_none_as_default_value = false)]
struct VersionRow {
    rule: String,
    number: i64,
    valid_from: At,
    preset: String,
    document: Json,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = special_names, treat_none_as_default_value = false)]
struct SpecialRow {
    rule: String,
    pattern: String,
    kind: String,
    account: Option<String>,
    fee_amount: Option<String>,
    fee_currency: Option<String>,
    reason: Option<String>,
}

impl VersionRow {
    fn into_version(self) -> Stored<PolicyVersion> {
        let preset = word(&self.preset)?;
        let policy = documented(policy(preset, &self.document.0))?;
        Ok(PolicyVersion { number: self.number, valid_from: self.valid_from.0, preset, policy })
    }
}

impl SpecialRow {
    fn of(rule: &TldPattern, name: &SpecialName) -> Self {
        Self {
            rule: rule.to_string(),
            pattern: name.pattern.to_string(),
            kind: name.kind.as_str().to_owned(),
            account: name.account.as_ref().map(|account| account.as_str().to_owned()),
            fee_amount: name.fee.as_ref().map(|fee| fee.amount().to_owned()),
            fee_currency: name.fee.as_ref().map(|fee| fee.currency().to_owned()),
            reason: name.reason.as_ref().map(|reason| reason.as_str().to_owned()),
        }
    }

    fn into_name(self) -> Stored<SpecialName> {
        let fee = self.fee_amount.zip(self.fee_currency).map(|(amount, currency)| {
            Fee::parse(&amount, &currency).map_err(|problem| damaged("a fee", &problem.to_string()))
        });
        Ok(SpecialName {
            pattern: LabelPattern::parse(&self.pattern).map_err(|problem| damaged("a label", &problem.to_string()))?,
            kind: word(&self.kind)?,
            account: self.account.map(AccountName::from_stored),
            fee: fee.transpose()?,
            reason: self.reason.map(Description::from_stored),
        })
    }
}

impl PolicyReads for Work<'_> {
    fn policy(&mut self, rule: &TldPattern) -> Stored<Option<PolicyHistory>> {
        let found = policies::table.filter(policies::rule.eq(rule.to_string())).select(VersionRow::as_select());
        let rows: Vec<VersionRow> = self.query(|connection| found.load(connection))?;
        let versions = rows.into_iter().map(VersionRow::into_version).collect::<Stored<_>>()?;
        Ok(PolicyHistory::from_stored(versions))
    }

    fn policies_of(&mut self, rules: &[TldPattern]) -> Stored<Vec<(TldPattern, PolicyHistory)>> {
        if rules.is_empty() {
            return Ok(Vec::new());
        }
        let among = Among::new(policies::rule, Texts::of(rules.iter().map(ToString::to_string)));
        let found = policies::table.filter(among).select(VersionRow::as_select());
        let rows: Vec<VersionRow> = self.query(|connection| found.load(connection))?;
        let mut versions: BTreeMap<String, Vec<PolicyVersion>> = BTreeMap::new();
        for row in rows {
            versions.entry(row.rule.clone()).or_default().push(row.into_version()?);
        }
        let history = |(rule, versions): (String, _)| {
            let rule = pattern(&rule)?;
            Ok(PolicyHistory::from_stored(versions).map(|history| (rule, history)))
        };
        versions.into_iter().filter_map(|entry| history(entry).transpose()).collect()
    }

    fn special_name(&mut self, rule: &TldPattern, label: &str) -> Stored<Option<SpecialName>> {
        let by_length = u8::try_from(label.len()).ok().and_then(LabelPattern::of_length);
        let patterns = [Some(label.to_owned()), by_length.map(|length| length.to_string())];
        let found = special_names::table
            .filter(special_names::rule.eq(rule.to_string()))
            .filter(Among::new(special_names::pattern, Texts::of(patterns.into_iter().flatten())))
            .select(SpecialRow::as_select());
        let rows: Vec<SpecialRow> = self.query(|connection| found.load(connection))?;
        rows.into_iter().max_by_key(|row| row.pattern == label).map(SpecialRow::into_name).transpose()
    }

    fn special_names(
        &mut self,
        rule: &TldPattern,
        kind: Option<SpecialKind>,
        marker: Option<&LabelPattern>,
        limit: usize,
    ) -> Stored<Vec<SpecialName>> {
        let mut page = special_names::table
            .filter(special_names::rule.eq(rule.to_string()))
            .order(special_names::pattern)
            .limit(limited(limit))
            .select(SpecialRow::as_select())
            .into_boxed();
        if let Some(kind) = kind {
            page = page.filter(special_names::kind.eq(kind.as_str()));
        }
        if let Some(marker) = marker {
            page = page.filter(special_names::pattern.gt(marker.to_string()));
        }
        let rows: Vec<SpecialRow> = self.query(|connection| page.load(connection))?;
        rows.into_iter().map(SpecialRow::into_name).collect()
    }

    fn is_policy_used(&mut self, rule: &TldPattern) -> Stored<bool> {
        let under = domains::table.filter(domains::rule.eq(rule.to_string())).select(domains::id);
        self.query(|connection| diesel::select(exists(under)).get_result(connection))
    }
}

impl PolicyWrites for Work<'_> {
    fn insert_policy_version(&mut self, rule: &TldPattern, version: &PolicyVersion) -> Stored<()> {
        let row = VersionRow {
            rule: rule.to_string(),
            number: version.number,
            valid_from: At(version.valid_from),
            preset: version.preset.as_str().to_owned(),
            document: Json(documented(policy_document(&version.policy))?),
        };
        self.query(|connection| diesel::insert_into(policies::table).values(&row).execute(connection)).map(drop)
    }

    fn delete_policy(&mut self, rule: &TldPattern) -> Stored<()> {
        let versions = policies::table.filter(policies::rule.eq(rule.to_string()));
        let names = special_names::table.filter(special_names::rule.eq(rule.to_string()));
        self.query(|connection| {
            diesel::delete(names).execute(connection)?;
            diesel::delete(versions).execute(connection)
        })
        .map(drop)
    }

    fn put_special_names(&mut self, rule: &TldPattern, names: &[SpecialName]) -> Stored<()> {
        if names.is_empty() {
            return Ok(());
        }
        // Of two entries with one pattern the later one stays.
        let rows: BTreeMap<String, SpecialRow> =
            names.iter().map(|name| (name.pattern.to_string(), SpecialRow::of(rule, name))).collect();
        let before = special_names::table
            .filter(special_names::rule.eq(rule.to_string()))
            .filter(Among::new(special_names::pattern, Texts::of(rows.keys().cloned())));
        self.query(|connection| {
            diesel::delete(before).execute(connection)?;
            insert_rows!(connection, special_names::table, rows.into_values().collect::<Vec<_>>())
        })
    }

    fn delete_special_name(&mut self, rule: &TldPattern, pattern: &LabelPattern) -> Stored<bool> {
        let gone = special_names::table.find((rule.to_string(), pattern.to_string()));
        self.query(|connection| diesel::delete(gone).execute(connection)).map(|rows| rows > 0)
    }
}
