ALTER TABLE sessions DROP COLUMN idle_seconds;
DROP INDEX record_targets_by_target;
CREATE INDEX record_targets_by_target ON record_targets (target_key, zone_id);
DROP INDEX zones_by_name;
ALTER TABLE zones DROP COLUMN serial_updated;
ALTER TABLE zones ALTER COLUMN name TYPE TEXT;
ALTER TABLE record_sets DROP COLUMN cut_number;
DROP TABLE hosts;
