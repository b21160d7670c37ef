CREATE TABLE compatibility (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    oldest_level INTEGER NOT NULL
) STRICT;
INSERT INTO compatibility (only_row, oldest_level) VALUES (1, 1);

CREATE TABLE accounts (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    disabled INTEGER NOT NULL DEFAULT 0,
    suspended INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL
) STRICT;

CREATE TABLE users (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    login TEXT NOT NULL,
    roles INTEGER NOT NULL,
    password_hash TEXT,
    disabled INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL,
    UNIQUE (account_id, login)
) STRICT;
CREATE INDEX users_by_login ON users (login);

CREATE TABLE api_keys (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id),
    hash BLOB NOT NULL UNIQUE,
    label TEXT NOT NULL,
    disabled INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL
) STRICT;
CREATE INDEX api_keys_by_user ON api_keys (user_id);

CREATE TABLE token_secrets (
    id TEXT NOT NULL PRIMARY KEY,
    bytes BLOB NOT NULL,
    is_current INTEGER NOT NULL,
    created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    id BLOB NOT NULL PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    secret TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires);

CREATE TABLE login_attempts (
    subject TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX login_attempts_by_age ON login_attempts (since);

-- `sort_key` holds a name's labels from the root down, so that byte order is canonical order and a subtree is a range.
CREATE TABLE zones (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    sort_key BLOB NOT NULL UNIQUE,
    is_reverse INTEGER NOT NULL,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    ns TEXT NOT NULL,
    primary_ns TEXT NOT NULL,
    email TEXT NOT NULL,
    serial INTEGER NOT NULL,
    refresh INTEGER NOT NULL,
    retry INTEGER NOT NULL,
    expire INTEGER NOT NULL,
    ttl INTEGER NOT NULL,
    default_ttl INTEGER NOT NULL,
    ns_ttl INTEGER,
    serial_style INTEGER NOT NULL DEFAULT 0,
    frozen INTEGER NOT NULL DEFAULT 0,
    registry_zone INTEGER NOT NULL DEFAULT 0,
    revision INTEGER NOT NULL,
    records_numbered INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL
) STRICT;
CREATE INDEX zones_by_account ON zones (account_id, sort_key);

-- A set is one row. `records` holds each value as its number (8 octets), length (2 octets) and canonical wire form.
CREATE TABLE record_sets (
    zone_id INTEGER NOT NULL REFERENCES zones (id) ON DELETE CASCADE,
    owner_key BLOB NOT NULL,
    rtype INTEGER NOT NULL,
    ttl INTEGER,
    origin INTEGER NOT NULL,
    records BLOB NOT NULL,
    comment TEXT,
    revision INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    PRIMARY KEY (zone_id, owner_key, rtype)
) STRICT, WITHOUT ROWID;
-- Cuts of a zone, and aliases anywhere: each asked for by rules about other sets.
CREATE INDEX record_sets_cuts ON record_sets (zone_id, owner_key) WHERE rtype = 2;
CREATE INDEX record_sets_aliases ON record_sets (owner_key) WHERE rtype = 5;

-- What NS, MX and SRV sets point at, the apex NS of zones included.
CREATE TABLE record_targets (
    zone_id INTEGER NOT NULL REFERENCES zones (id) ON DELETE CASCADE,
    owner_key BLOB NOT NULL,
    rtype INTEGER NOT NULL,
    target_key BLOB NOT NULL,
    PRIMARY KEY (zone_id, owner_key, rtype, target_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_targets_by_target ON record_targets (target_key, zone_id);

-- Outlives its zones, so nothing here refers to them.
CREATE TABLE history (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    zone_key BLOB NOT NULL,
    zone_id INTEGER NOT NULL,
    owner_id INTEGER NOT NULL,
    account TEXT NOT NULL,
    user_login TEXT NOT NULL,
    face TEXT NOT NULL,
    request_id TEXT NOT NULL,
    action TEXT NOT NULL,
    cause TEXT,
    changes TEXT NOT NULL,
    forced TEXT NOT NULL,
    serial_before INTEGER,
    serial_after INTEGER,
    revision INTEGER NOT NULL
) STRICT;
CREATE INDEX history_by_zone ON history (zone_key, id);
