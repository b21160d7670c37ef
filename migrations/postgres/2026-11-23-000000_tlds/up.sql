-- Rules about TLDs. `updated` is 1970-01-01 where a rule was never changed: what is NULL would come last here and first on SQLite.
CREATE TABLE tlds (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL UNIQUE,
    description TEXT,
    created TIMESTAMPTZ NOT NULL,
    updated TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX tlds_by_created ON tlds (created, id);
CREATE INDEX tlds_by_updated ON tlds (updated, id);

-- Who wants a rule.
CREATE TABLE tld_sources (
    tld_id UUID NOT NULL REFERENCES tlds (id) ON DELETE CASCADE,
    source TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (tld_id, source)
);

-- Patterns of names that may not be zones. `updated` as above.
CREATE TABLE blocklist (
    id UUID NOT NULL PRIMARY KEY,
    pattern TEXT COLLATE "C" NOT NULL UNIQUE,
    description TEXT,
    created TIMESTAMPTZ NOT NULL,
    updated TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX blocklist_by_created ON blocklist (created, id);
CREATE INDEX blocklist_by_updated ON blocklist (updated, id);

-- The present state of both: the number of the history entry that made it, and what distinguishes it from others of that number.
CREATE TABLE name_policy (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    revision BIGINT NOT NULL,
    stamp BIGINT NOT NULL
);
INSERT INTO name_policy (only_row, revision, stamp) VALUES (1, 0, 0);

CREATE TABLE import_jobs (
    id UUID NOT NULL PRIMARY KEY,
    report JSON NOT NULL,
    ended BOOLEAN NOT NULL,
    beat TIMESTAMPTZ NOT NULL
);
CREATE INDEX import_jobs_under_way ON import_jobs (beat) WHERE NOT ended;

-- How many zones an account may have, -1 for any number; empty for the installation's default.
ALTER TABLE accounts ADD COLUMN zones_quota BIGINT;

-- What an entry is about that is about no zone: its `zone_key` is empty, its `zone_id` 0, and so is its `owner_id` if it has no owner.
ALTER TABLE history ADD COLUMN subject_kind SMALLINT;
ALTER TABLE history ADD COLUMN subject TEXT;
CREATE INDEX history_by_subject ON history (subject_kind, subject, id) WHERE subject_kind IS NOT NULL;
-- Entries about rules and block list.
CREATE INDEX history_of_policy ON history (id) WHERE subject_kind = 1;
