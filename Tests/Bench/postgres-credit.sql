-- For pgbench: one credit of 10 points to one of the members m0 … m<members - 1>, in one
-- transaction and with the default READ COMMITTED. It reads and writes what the gateway does:
-- looks the key up, finds the account, adds to the balance and the lot, adds the row of the
-- ledger. The balance is written first and stays locked, so the entry counted after it is unique.
\set member random(0, :members - 1)
\set random random(1, 9223372036854775807)
BEGIN;
SELECT fresh.key AS key, caller.number AS caller, transfer.id AS seen
    FROM (SELECT gen_random_uuid()::text AS key) AS fresh
    JOIN caller ON caller.name = 'service-bench'
    LEFT JOIN transfer ON transfer.caller = caller.number AND transfer.key = fresh.key
\gset
SELECT number AS account, state, salt, next_due FROM account WHERE member = 'm' || :member
\gset
INSERT INTO balance (account, asset, available, pending, held, earned, spent)
    VALUES (:account, 'points', 10, 0, 0, 10, 0)
    ON CONFLICT (account, asset) DO UPDATE SET available = balance.available + 10,
        earned = balance.earned + 10
    RETURNING available, pending, held
\gset
INSERT INTO lot (account, asset, day, is_extended, available, lapsed)
    VALUES (:account, 'points', 21183, 0, 10, 0)
    ON CONFLICT (account, asset, day, is_extended) DO UPDATE SET
        available = lot.available + excluded.available, lapsed = lot.lapsed + excluded.lapsed;
INSERT INTO transfer (id, account, entry, kind, counterparty, asset, amount, at, caller, key,
        request, reason, is_reward, programme, available, pending, held, digest, format, postings)
    VALUES (
        int8send((extract(epoch FROM now()) * 1000)::bigint << 16 | (:random::bigint & 4095))
            || int8send(:random),
        :account,
        (SELECT COALESCE(MAX(entry), 0) + 1 FROM transfer WHERE account = :account),
        1, 1, 'points', 10, (extract(epoch FROM now()) * 1000)::bigint, :caller, :key,
        sha256(convert_to(:key, 'UTF8')), 'order', 0, 1, :available, :pending, :held,
        sha256(:salt::bytea || convert_to(:key, 'UTF8')), 2,
        'a21183+10');
COMMIT;
