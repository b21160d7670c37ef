BEGIN;
INSERT INTO zones (name, sort_key, is_reverse, account_id, ns, primary_ns, email, serial, refresh, retry, expire, ttl, default_ttl, revision,
                   created, updated)
SELECT name, convert_to(name, 'UTF8'), false, 1, 'ns1.hoster.net ns2.hoster.net', 'ns1.hoster.net', 'hostmaster@hoster.net', 2026112100,
       10800, 3600, 1814400, 43200, 43200, 1, now(), now()
FROM (SELECT md5(nextval('names')::text) || '.org' AS name) AS names
RETURNING id, sort_key \gset
INSERT INTO targets (zone_id, owner_key, rtype, target_key)
VALUES (:id, :sort_key::bytea, 2, '\x6e657400'), (:id, :sort_key::bytea, 2, '\x6e65740061');
INSERT INTO history (at, zone_key, zone_id, owner_id, account, user_login, face, request_id, action, changes, forced, serial_after, revision)
VALUES (now(), :sort_key::bytea, :id, 1, 'registry', 'admin', 'zones', 'b3a5c9d2-7c1f-4a8e-9f10-2f6d5a1e7c44', 'zone.create',
        repeat('{"what": "zone", "member": "email", "from": null, "to": "hostmaster@hoster.net"},', 5), '[]', 2026112100, 1);
END;
