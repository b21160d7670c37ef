-- Kinds of entities that were declared, and system kinds that were changed. `folded` is the name by which kinds are told apart.
CREATE TABLE kinds (
    folded TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    declaration TEXT NOT NULL,
    revision INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Entities; those that were deleted stay, because an id is never used again.
CREATE TABLE entities (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    owner_id INTEGER NOT NULL REFERENCES accounts (id),
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    deleted INTEGER,
    revision INTEGER NOT NULL,
    UNIQUE (kind, id)
) STRICT;
CREATE INDEX entities_by_number ON entities (kind, number);
CREATE INDEX entities_by_owner ON entities (kind, owner_id, number);

-- What live entities say. `kind` is the entity's; `value` is canonical JSON, `hash` the beginning of its SHA-256.
CREATE TABLE claims (
    entity INTEGER NOT NULL REFERENCES entities (number) ON DELETE CASCADE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    hash BLOB NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (entity, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX claims_by_value ON claims (kind, name, hash, entity);
CREATE INDEX claims_by_age ON claims (kind, name, since, entity);

-- Attestations of claims of entities and of what the registry knows as entities: `entity` is a number of its `kind`. Of the registry itself
-- as attestor the kind is empty and the number 0. `state` is 0 for what counts, 1 for what something took the place of, 2 for what was
-- taken back.
CREATE TABLE attestations (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    entity INTEGER NOT NULL,
    claim TEXT NOT NULL,
    attestor_kind TEXT NOT NULL,
    attestor INTEGER NOT NULL,
    decided INTEGER NOT NULL,
    issued INTEGER NOT NULL,
    expires INTEGER,
    state INTEGER NOT NULL,
    reason TEXT,
    superseded_by BLOB,
    note TEXT,
    since INTEGER NOT NULL,
    signing_key TEXT NOT NULL,
    jws TEXT NOT NULL
) STRICT;
CREATE INDEX attestations_by_entity ON attestations (entity, kind, number);
CREATE INDEX attestations_by_claim ON attestations (entity, kind, state, claim);
CREATE INDEX attestations_by_attestor ON attestations (attestor_kind, attestor, kind, state, entity);
CREATE INDEX attestations_by_key ON attestations (signing_key, state, number);

-- Public halves of the keys that attestations are signed with.
CREATE TABLE signing_keys (
    id TEXT NOT NULL PRIMARY KEY,
    algorithm TEXT NOT NULL,
    pem TEXT NOT NULL,
    state TEXT NOT NULL,
    created INTEGER NOT NULL,
    activated INTEGER,
    retired INTEGER,
    revoked INTEGER,
    reason TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX signing_keys_active ON signing_keys (state) WHERE state = 'active';

-- Contacts by when they were changed last, for those who attest what they say.
CREATE INDEX contacts_by_age ON contacts (COALESCE(updated, created), id);
CREATE INDEX contacts_by_age_of_sponsor ON contacts (sponsor_id, COALESCE(updated, created), id);
