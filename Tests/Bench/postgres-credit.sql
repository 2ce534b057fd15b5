-- For pgbench: one credit of 10 points to one of the members m0 … m<members - 1>, in one
-- transaction and with the default READ COMMITTED. It reads and writes what the gateway does:
-- looks the key up, finds the account, adds to the balance and the lot, adds the row of the
-- ledger. The balance is written first and stays locked, so the entry that it counts is unique.
\set member random(0, :members - 1)
\set random random(1, 9223372036854775807)
BEGIN;
SELECT fresh.key AS key, caller.number AS caller, transfer.id AS seen
    FROM (SELECT gen_random_uuid()::text AS key) AS fresh
    JOIN caller ON caller.name = 'service-bench'
    LEFT JOIN transfer ON transfer.caller = caller.number AND transfer.key = fresh.key
\gset
SELECT number AS account, state, salt, next_due, entry AS last, at
    FROM account LEFT JOIN holding ON holding.account = account.number AND day = -9999999
    WHERE member = 'm' || :member ORDER BY asset
\gset
INSERT INTO holding (account, day, asset, is_extended, available, lapsed,
        pending, held, earned, spent, entry, at)
    VALUES (:account, -9999999, 'points', 0, 10, 0, 0, 0, 10, 0, 1, 0)
    ON CONFLICT (account, day, asset, is_extended) DO UPDATE SET
        available = holding.available + 10, earned = holding.earned + 10,
        entry = holding.entry + 1, at = (extract(epoch FROM now()) * 1000)::bigint
    RETURNING available, pending, held, entry
\gset
INSERT INTO holding (account, day, asset, is_extended, available, lapsed,
        pending, held, earned, spent, entry, at)
    VALUES (:account, 21183, 'points', 0, 10, 0, 0, 0, 0, 0, 0, 0)
    ON CONFLICT (account, day, asset, is_extended) DO UPDATE SET
        available = holding.available + excluded.available,
        lapsed = holding.lapsed + excluded.lapsed;
INSERT INTO transfer (id, account, entry, kind, counterparty, asset, amount, at, caller, key,
        request, reason, is_reward, programme, available, pending, held, digest, format, postings)
    VALUES (
        int8send((extract(epoch FROM now()) * 1000)::bigint << 16 | (:random::bigint & 4095))
            || int8send(:random),
        :account, :entry, 1, 1, 'points', 10, (extract(epoch FROM now()) * 1000)::bigint,
        :caller, :key,
        sha256(convert_to(:key, 'UTF8')), 'order', 0, 1, :available, :pending, :held,
        sha256(:salt::bytea || convert_to(:key, 'UTF8')), 2,
        'a21183+10');
COMMIT;
