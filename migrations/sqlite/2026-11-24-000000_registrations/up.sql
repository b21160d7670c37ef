-- What an account is as a client of the registrar face; empty for what everybody is at first.
ALTER TABLE accounts ADD COLUMN client TEXT;

-- The session that its user has at the registrar face.
ALTER TABLE sessions ADD COLUMN registrar INTEGER NOT NULL DEFAULT 0;

-- Registration policies by the name of the rule that makes their TLDs, which may be gone: a row for each version.
CREATE TABLE policies (
    rule TEXT NOT NULL,
    number INTEGER NOT NULL,
    valid_from INTEGER NOT NULL,
    preset TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (rule, number)
) STRICT, WITHOUT ROWID;

-- Labels that a rule's TLDs reserve or sell dearer: one, or so many `?`.
CREATE TABLE special_names (
    rule TEXT NOT NULL,
    pattern TEXT NOT NULL,
    kind TEXT NOT NULL,
    account TEXT,
    fee_amount TEXT,
    fee_currency TEXT,
    reason TEXT,
    PRIMARY KEY (rule, pattern)
) STRICT, WITHOUT ROWID;
CREATE INDEX special_names_by_kind ON special_names (rule, kind, pattern);

-- `folded` is the id by which contacts are told apart, `sort_name` the name by which they are put in order. `statuses` are words, one
-- blank between two.
CREATE TABLE contacts (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    handle TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    sponsor_id INTEGER NOT NULL REFERENCES accounts (id),
    created_by INTEGER NOT NULL,
    updated_by INTEGER,
    created INTEGER NOT NULL,
    updated INTEGER,
    sort_name TEXT,
    statuses TEXT NOT NULL,
    content TEXT NOT NULL,
    revision INTEGER NOT NULL
) STRICT;
CREATE INDEX contacts_by_id ON contacts (sponsor_id, folded);
CREATE INDEX contacts_by_name ON contacts (sponsor_id, sort_name, folded);
CREATE INDEX contacts_by_creation ON contacts (sponsor_id, created, folded);
CREATE INDEX contacts_by_change ON contacts (sponsor_id, updated, folded);

-- What a contact can be found by: `word` as it is, `folded` whatever the case.
CREATE TABLE contact_words (
    contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    kind INTEGER NOT NULL,
    word TEXT NOT NULL,
    folded TEXT NOT NULL,
    sponsor_id INTEGER NOT NULL,
    PRIMARY KEY (contact_id, kind, word)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_words_by_word ON contact_words (sponsor_id, kind, folded, contact_id);

-- Registered domains. `facts` is what time is computed from; `reversed` is the name from its last character to its first;
-- `next_change` is when time does something next.
CREATE TABLE domains (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    name_key BLOB NOT NULL UNIQUE,
    reversed TEXT NOT NULL,
    tld_key BLOB NOT NULL,
    rule TEXT NOT NULL,
    sponsor_id INTEGER NOT NULL REFERENCES accounts (id),
    created_by INTEGER NOT NULL,
    updated_by INTEGER,
    created INTEGER NOT NULL,
    updated INTEGER,
    expires INTEGER NOT NULL,
    transferred INTEGER,
    facts TEXT NOT NULL,
    code_hash TEXT,
    code_set INTEGER,
    next_change INTEGER,
    premium INTEGER NOT NULL,
    serial INTEGER,
    revision INTEGER NOT NULL
) STRICT;
CREATE INDEX domains_by_tld ON domains (tld_key, name_key);
CREATE INDEX domains_by_rule ON domains (rule, next_change);
CREATE INDEX domains_due ON domains (next_change, name);
CREATE INDEX domains_due_by_sponsor ON domains (sponsor_id, next_change, name);
CREATE INDEX domains_by_name ON domains (sponsor_id, name);
CREATE INDEX domains_by_ending ON domains (sponsor_id, reversed);
CREATE INDEX domains_by_creation ON domains (sponsor_id, created, name);
CREATE INDEX domains_by_change ON domains (sponsor_id, updated, name);
CREATE INDEX domains_by_expiry ON domains (sponsor_id, expires, name);
CREATE INDEX domains_by_creator ON domains (sponsor_id, created_by, name);

-- A domain's contacts. `name` is the domain's, which never changes.
CREATE TABLE domain_contacts (
    domain_id INTEGER NOT NULL REFERENCES domains (id) ON DELETE CASCADE,
    role INTEGER NOT NULL,
    contact_id INTEGER NOT NULL REFERENCES contacts (id),
    name TEXT NOT NULL,
    PRIMARY KEY (domain_id, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX domain_contacts_by_contact ON domain_contacts (contact_id, name);

-- A domain's name servers in their order. `name` is the domain's, `sponsor_id` follows its sponsor.
CREATE TABLE domain_hosts (
    domain_id INTEGER NOT NULL REFERENCES domains (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    host_id INTEGER NOT NULL REFERENCES hosts (id),
    sponsor_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (domain_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX domain_hosts_by_host ON domain_hosts (host_id, name);
CREATE INDEX domain_hosts_by_sponsor ON domain_hosts (host_id, sponsor_id);

-- Statuses, grace statuses and states of claims that a domain showed when it was written.
CREATE TABLE domain_words (
    domain_id INTEGER NOT NULL REFERENCES domains (id) ON DELETE CASCADE,
    kind INTEGER NOT NULL,
    word TEXT NOT NULL,
    sponsor_id INTEGER NOT NULL,
    PRIMARY KEY (domain_id, kind, word)
) STRICT, WITHOUT ROWID;
CREATE INDEX domain_words_by_word ON domain_words (sponsor_id, kind, word, domain_id);

-- Closed transfers.
CREATE TABLE transfers (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    domain_id INTEGER NOT NULL REFERENCES domains (id) ON DELETE CASCADE,
    status TEXT NOT NULL,
    requester INTEGER NOT NULL,
    requested INTEGER NOT NULL,
    acting INTEGER NOT NULL,
    acted INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX transfers_by_domain ON transfers (domain_id, id);

-- Hosts below registered domains: `parent_id` is the domain, and then `account_id` is its sponsor. `reversed` as above; empty in rows that
-- are nobody's.
ALTER TABLE hosts ADD COLUMN parent_id INTEGER REFERENCES domains (id);
ALTER TABLE hosts ADD COLUMN statuses TEXT NOT NULL DEFAULT '';
ALTER TABLE hosts ADD COLUMN created_by INTEGER;
ALTER TABLE hosts ADD COLUMN changed_by INTEGER;
ALTER TABLE hosts ADD COLUMN changed INTEGER;
ALTER TABLE hosts ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE hosts ADD COLUMN reversed TEXT;
CREATE INDEX hosts_by_parent ON hosts (parent_id, name) WHERE parent_id IS NOT NULL;
CREATE INDEX hosts_managed_by_name ON hosts (account_id, name) WHERE parent_id IS NOT NULL;
CREATE INDEX hosts_managed_by_ending ON hosts (account_id, reversed) WHERE parent_id IS NOT NULL;
CREATE INDEX hosts_managed_by_creation ON hosts (account_id, created, name) WHERE parent_id IS NOT NULL;
CREATE INDEX hosts_managed_by_change ON hosts (account_id, changed, name) WHERE parent_id IS NOT NULL;

-- Addresses and statuses of hosts. `sponsor_id` is that of the domain above, or 0.
CREATE TABLE host_words (
    host_id INTEGER NOT NULL REFERENCES hosts (id) ON DELETE CASCADE,
    kind INTEGER NOT NULL,
    word TEXT NOT NULL,
    sponsor_id INTEGER NOT NULL,
    PRIMARY KEY (host_id, kind, word)
) STRICT, WITHOUT ROWID;
CREATE INDEX host_words_by_word ON host_words (sponsor_id, kind, word, host_id);
INSERT INTO host_words (host_id, kind, word, sponsor_id)
    SELECT DISTINCT hosts.id, CASE WHEN instr(item.value, ':') > 0 THEN 6 ELSE 4 END, item.value, 0
    FROM hosts, json_each('["' || replace(hosts.addresses, ' ', '","') || '"]') AS item
    WHERE hosts.addresses <> '';

-- Messages to registrars. What `kind` belongs to is `topic`.
CREATE TABLE messages (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    topic TEXT NOT NULL,
    created INTEGER NOT NULL,
    read INTEGER,
    text TEXT NOT NULL,
    object TEXT NOT NULL,
    name_key BLOB NOT NULL,
    cause_account INTEGER,
    cause_transaction TEXT,
    server_transaction TEXT NOT NULL,
    data TEXT NOT NULL
) STRICT;
CREATE INDEX messages_by_id ON messages (account_id, id);
CREATE INDEX messages_by_kind ON messages (account_id, kind, id);
CREATE INDEX messages_by_topic ON messages (account_id, topic, id);
CREATE INDEX messages_by_creation ON messages (account_id, created, id);
CREATE INDEX messages_by_reading ON messages (account_id, read, id);
CREATE INDEX messages_unread ON messages (account_id, created, id) WHERE read IS NULL;
CREATE INDEX messages_read ON messages (read) WHERE read IS NOT NULL;

-- Answers for those who repeat a request.
CREATE TABLE kept_answers (
    user_id INTEGER NOT NULL,
    strict INTEGER NOT NULL,
    client_id TEXT NOT NULL,
    request BLOB NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    left_object TEXT,
    left_revision INTEGER,
    at INTEGER NOT NULL,
    PRIMARY KEY (user_id, strict, client_id, request)
) STRICT, WITHOUT ROWID;
CREATE INDEX kept_answers_by_age ON kept_answers (at);
