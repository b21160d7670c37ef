-- The serial is told as 0 to clients of the DynECT face until it first matters. `ns_numbers` are the numbers of the apex name servers, in
-- their order, one blank between two; without them they have the numbers at the end of the zone's range.
ALTER TABLE zones ADD COLUMN serial_hidden BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE zones ADD COLUMN ns_numbers TEXT;

-- How the TXT values of a set were spelled, and under which type they are shown, by their numbers.
ALTER TABLE record_sets ADD COLUMN spellings JSON;

-- What the user wrote about a change.
ALTER TABLE history ADD COLUMN note TEXT;
CREATE INDEX history_by_owner ON history (owner_id, id) WHERE subject_kind IS NULL;
CREATE INDEX history_of_zones ON history (id) WHERE subject_kind IS NULL;

-- Sessions of the DynECT face: for how many seconds one may idle, when it was used last as far as that was noted, and from when on it is
-- dead. One that was closed stays until what belongs to it is cleared away, one that idled out is remembered for some days.
ALTER TABLE sessions ADD COLUMN may_idle BIGINT;
ALTER TABLE sessions ADD COLUMN used TIMESTAMPTZ;
ALTER TABLE sessions ADD COLUMN ends TIMESTAMPTZ;
ALTER TABLE sessions ADD COLUMN closed BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE sessions ADD COLUMN cleared BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX sessions_ended ON sessions (ends) WHERE ends IS NOT NULL AND NOT cleared;
CREATE INDEX sessions_remembered ON sessions (ends) WHERE cleared;
CREATE INDEX sessions_that_idle ON sessions (user_id, ends) WHERE may_idle IS NOT NULL;
CREATE INDEX sessions_by_expiry_alone ON sessions (expires) WHERE ends IS NULL;

-- Numbers that servers take in blocks.
CREATE TABLE counters (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    next BIGINT NOT NULL
);

-- What sessions have staged, a row for each record set: `changes` is how many changes that is, `draft` what they are.
CREATE TABLE staged_sets (
    session_id UUID NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    zone_id BIGINT NOT NULL REFERENCES zones (id) ON DELETE CASCADE,
    owner_key BYTEA NOT NULL,
    rtype INTEGER NOT NULL,
    changes BIGINT NOT NULL,
    draft JSON NOT NULL,
    PRIMARY KEY (session_id, zone_id, owner_key, rtype)
);
CREATE INDEX staged_sets_by_zone ON staged_sets (zone_id);
CREATE INDEX staged_sets_by_type ON staged_sets (session_id, zone_id, rtype, owner_key);

-- Jobs of sessions that are kept: `state` is 0 while one runs, 1 when it is done, 2 when it ended with its server. The answer is in
-- pieces, of which small ones have one.
CREATE TABLE jobs (
    id BIGINT NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    state SMALLINT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX jobs_by_session ON jobs (session_id, id);
CREATE INDEX jobs_running ON jobs (at) WHERE state = 0;
CREATE TABLE job_pieces (
    job_id BIGINT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    piece INTEGER NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (job_id, piece)
);

-- Answers to questions, and refusals, of whichever server: not worth a flush.
CREATE UNLOGGED TABLE remembered_jobs (
    id BIGINT NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    answer TEXT NOT NULL
);
CREATE INDEX remembered_jobs_by_session ON remembered_jobs (session_id, id);
CREATE INDEX remembered_jobs_by_age ON remembered_jobs (at);
