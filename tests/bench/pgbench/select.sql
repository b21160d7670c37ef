\set n random(0, 9999)
SELECT zones.*, accounts.name FROM zones JOIN accounts ON accounts.id = account_id
WHERE sort_key = convert_to('z' || lpad(:n::text, 7, '0') || '.org', 'UTF8');
