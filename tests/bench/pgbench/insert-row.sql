INSERT INTO lines (name, value) VALUES (md5(nextval('names')::text) || '.org', '192.0.2.1');
