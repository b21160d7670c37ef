//! What an admin may change of a system kind (rule K7).

use serde_json::{Map, Value};

use super::SystemKind;
use crate::entity::{ClaimDeclaration, Kind, KindDraft, KindReference};
use crate::finding::Findings;

/// What clients see where something is changed that cannot be.
const FIXED: &str = "system_kind";

impl SystemKind {
    /// Reads the body of a PUT for this kind: the whole declaration, as the schema answer shows it. Only `attestationPolicy` and `private`
    /// of claims that are attestable may differ from what is there. The kind, with its claims in the present order, is there if the
    /// findings are clean.
    pub fn read_changes(
        self,
        present: &Kind,
        body: &Map<String, Value>,
        reference: KindReference<'_>,
    ) -> (Option<Kind>, Findings) {
        let (asked, mut findings) = KindDraft::read(&present.name, body, reference);
        let Some(asked) = asked else { return (None, findings) };
        let mut fixed = |field: String, detail: String| findings.error(field, FIXED, detail);
        for (field, differs) in [
            ("public", asked.public != present.public),
            ("ids", asked.ids != present.ids),
            ("roles", asked.roles != present.roles),
        ] {
            if differs {
                fixed(field.to_owned(), "the registry's own kinds have it fixed".to_owned());
            }
        }
        for claim in present.claims.iter().filter(|claim| asked.claim(claim.name.as_str()).is_none()) {
            fixed(
                "claims".to_owned(),
                format!("{} is missing: the registry's own kinds have fixed claims", claim.name),
            );
        }
        for (at, claim) in asked.claims.iter().enumerate() {
            match present.claim(claim.name.as_str()) {
                None => fixed(format!("claims[{at}]"), format!("{} is no claim of {self}", claim.name)),
                Some(there) => {
                    for (member, detail) in self.fixed_members(there, claim) {
                        fixed(format!("claims[{at}].{member}"), detail.to_owned());
                    }
                }
            }
        }
        let changed = |there: &ClaimDeclaration| {
            let asked = asked.claim(there.name.as_str()).unwrap_or(there);
            ClaimDeclaration { private: asked.private, policy: asked.policy.clone(), ..there.clone() }
        };
        let kind = Kind { claims: present.claims.iter().map(changed).collect(), ..present.clone() };
        (findings.is_clean().then_some(kind), findings)
    }

    /// The members that differ and may not, with the reason.
    fn fixed_members(
        self,
        there: &ClaimDeclaration,
        asked: &ClaimDeclaration,
    ) -> impl Iterator<Item = (&'static str, &'static str)> {
        let declared = "the registry's own kinds have it fixed";
        let kept = "the registry keeps this claim itself";
        let keeps = self.registry_kept(there.name.as_str());
        [
            ("value", declared, asked.value != there.value),
            ("required", declared, asked.required != there.required),
            ("unique", declared, asked.unique != there.unique),
            ("indexed", declared, asked.indexed != there.indexed && asked.unique == there.unique),
            ("private", kept, keeps && asked.private != there.private),
            ("attestationPolicy", kept, keeps && asked.policy != there.policy),
        ]
        .into_iter()
        .filter_map(|(member, detail, differs)| differs.then_some((member, detail)))
    }
}
