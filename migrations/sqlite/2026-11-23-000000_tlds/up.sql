-- Rules about TLDs. `updated` is 1970-01-01 where a rule was never changed: what is NULL would come first here and last on PostgreSQL.
CREATE TABLE tlds (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    description TEXT,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tlds_by_created ON tlds (created, id);
CREATE INDEX tlds_by_updated ON tlds (updated, id);

-- Who wants a rule.
CREATE TABLE tld_sources (
    tld_id BLOB NOT NULL REFERENCES tlds (id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    PRIMARY KEY (tld_id, source)
) STRICT, WITHOUT ROWID;

-- Patterns of names that may not be zones. `updated` as above.
CREATE TABLE blocklist (
    id BLOB NOT NULL PRIMARY KEY,
    pattern TEXT NOT NULL UNIQUE,
    description TEXT,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX blocklist_by_created ON blocklist (created, id);
CREATE INDEX blocklist_by_updated ON blocklist (updated, id);

-- The present state of both: the number of the history entry that made it, and what distinguishes it from others of that number.
CREATE TABLE name_policy (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    revision INTEGER NOT NULL,
    stamp INTEGER NOT NULL
) STRICT;
INSERT INTO name_policy (only_row, revision, stamp) VALUES (1, 0, 0);

CREATE TABLE import_jobs (
    id BLOB NOT NULL PRIMARY KEY,
    report TEXT NOT NULL,
    ended INTEGER NOT NULL,
    beat INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX import_jobs_under_way ON import_jobs (beat) WHERE NOT ended;

-- How many zones an account may have, -1 for any number; empty for the installation's default.
ALTER TABLE accounts ADD COLUMN zones_quota INTEGER;

-- What an entry is about that is about no zone: its `zone_key` is empty, its `zone_id` 0, and so is its `owner_id` if it has no owner.
ALTER TABLE history ADD COLUMN subject_kind INTEGER;
ALTER TABLE history ADD COLUMN subject TEXT;
CREATE INDEX history_by_subject ON history (subject_kind, subject, id) WHERE subject_kind IS NOT NULL;
-- Entries about rules and block list; by the number alone SQLite would not look here.
CREATE INDEX history_of_policy ON history (subject_kind, id) WHERE subject_kind = 1;
