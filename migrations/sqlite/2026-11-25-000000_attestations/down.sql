DROP INDEX contacts_by_age_of_sponsor;
DROP INDEX contacts_by_age;
DROP TABLE signing_keys;
DROP TABLE attestations;
DROP TABLE claims;
DROP TABLE entities;
DROP TABLE kinds;
