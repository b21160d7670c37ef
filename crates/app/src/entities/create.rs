//! Makes an entity (`attestations.md` E2 to E4, E8).

use domesday_domain::actor::{Actor, Permission};
use domesday_domain::entity::{EntityId, IdSource, Kind, KindName};
use domesday_domain::finding::Findings;
use domesday_domain::history::Deed;

use super::authority;
use super::denial::{Clash, Denial};
use super::draft::{self, EntityDraft};
use super::info::EntityInfo;
use super::kinds;
use super::ownership;
use super::sight::Sight;
use super::subject::Subject;
use super::{story, unique};
use crate::input::Input;
use crate::ports::{Locks, StoredClaim, StoredEntity, StoredKind, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// Makes an entity of a declared kind.
pub struct CreateEntity {
    /// The kind; none for a text that cannot be one.
    pub kind: Option<KindName>,
    /// What it is to be.
    pub body: Input<EntityDraft>,
    /// 128 bits of chance, for an id where none is asked for.
    pub random: [u8; 16],
}

impl Command for CreateEntity {
    const NEEDS: Permission = Permission::UseSession;
    type Answer = EntityInfo;

    fn locks(&self, _: &Actor) -> Locks {
        kinds::relying(Locks::none())
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<EntityInfo, Refusal> {
        let stored = kinds::existing_in_path(tx, self.kind.as_ref())?;
        authority::refuse_system(&stored.kind.name, "GET, HEAD, PUT")?;
        self.body.acceptable()?;
        authority::has_role(context, &stored.kind, stored.kind.roles.create, "make entities of this kind")?;
        let owner =
            ownership::asked_for(context, self.body.well_formed().ok().and_then(|(body, _)| body.owner.as_deref()))?;
        let (body, mut findings) = self.body.well_formed()?;
        let (claims, named) = draft::read(&stored.kind, body.claims.as_deref().unwrap_or_default(), &mut findings);
        let id = self.id(context, &stored.kind, body, named, &mut findings);
        draft::require(&stored.kind, |name| claims.get(name).is_some_and(Option::is_some), &mut findings);
        let said = || claims.iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
        draft::check_size(said(), &mut findings);
        let owner = ownership::read(tx, context, owner, &mut findings)?;
        findings.settle(false)?;
        let claims: Vec<StoredClaim> = said()
            .map(|(name, value)| StoredClaim { name: name.clone(), value: value.clone(), since: context.now })
            .collect();
        if tx.entity(&stored.kind.name, &id)?.is_some() {
            let clash = Clash::of([("id", id.to_string())], "the id is, or was, another entity's");
            return Err(Denial::conflict("id_taken", "the id is, or was, another entity's").with(vec![clash]).into());
        }
        unique::check(tx, context, &stored.kind, &id, &claims)?;
        let (owner, owner_name) = owner.unwrap_or_else(|| (context.actor.account, context.actor.account_name.clone()));
        let mut entity = StoredEntity {
            number: 0,
            kind: stored.kind.name.clone(),
            id,
            owner,
            owner_name,
            created: context.now,
            updated: context.now,
            deleted: None,
            revision: 1,
            claims,
        };
        entity.number = tx.insert_entity(&entity)?;
        if !stored.used {
            tx.update_kind(&StoredKind { used: true, ..stored.clone() })?;
        }
        let subject = Subject::of_stored(stored.into(), entity);
        story::tell(tx, context, Deed::EntityCreate, None, Some(&subject))?;
        EntityInfo::of(&subject, &Sight::by_standing(&context.actor, &subject), &context.actor)
    }
}

impl CreateEntity {
    /// The id: the one that is asked for, where the kind allows that, else one of chance (rule E2).
    fn id(
        &self,
        context: &Context,
        kind: &Kind,
        body: &EntityDraft,
        named: Vec<(String, EntityId)>,
        findings: &mut Findings,
    ) -> EntityId {
        authority::same_kind(context, body.kind.as_deref(), &kind.name, findings);
        let mut named = named;
        if let Some(id) = &body.id {
            match context.registry_url().read_entity(id) {
                Ok((of, id)) if of == kind.name => named.push(("id".to_owned(), id)),
                Ok(_) => findings.error("id", "bad_id", format!("it names no entity of {}", kind.name)),
                Err(fault) => findings.error("id", fault.code(), fault.to_string()),
            }
        }
        let random = EntityId::from_random(self.random);
        if kind.ids != IdSource::Client {
            return random;
        }
        let mut asked: Option<EntityId> = None;
        for (field, id) in named {
            match &asked {
                Some(other) if *other != id => {
                    findings.error(field, "bad_id", "the claims name two different entities");
                }
                Some(_) => {}
                None => match EntityId::parse(id.as_str()) {
                    Ok(id) => asked = Some(id),
                    Err(problem) => findings.error(field, problem.code(), problem.to_string()),
                },
            }
        }
        asked.unwrap_or(random)
    }
}
