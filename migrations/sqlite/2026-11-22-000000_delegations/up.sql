-- One row per name server in the whole registry. `addresses` holds IP addresses, one blank between two; `posted` tells that somebody
-- made the row on purpose, so that it stays when nothing uses it.
CREATE TABLE hosts (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    name_key BLOB NOT NULL UNIQUE,
    account_id INTEGER REFERENCES accounts (id),
    posted INTEGER NOT NULL,
    addresses TEXT NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL
) STRICT;

-- A delegation's own number, beside its comment.
ALTER TABLE record_sets ADD COLUMN cut_number INTEGER;

-- When the serial rose last; empty for as long as the zone's last change.
ALTER TABLE zones ADD COLUMN serial_updated INTEGER;
CREATE INDEX zones_by_name ON zones (name);

-- Who uses a name server, asked from the name server's side: in any zone, or in one.
DROP INDEX record_targets_by_target;
CREATE INDEX record_targets_by_target ON record_targets (target_key, rtype, zone_id);

-- A session that lives so many seconds from its last use, and not from its log-in.
ALTER TABLE sessions ADD COLUMN idle_seconds INTEGER;
