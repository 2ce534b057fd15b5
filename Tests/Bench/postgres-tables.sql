-- The gateway's tables (Services/Gateway/Service/Ledger/LedgerTables*.swift) as PostgreSQL spells
-- them, with as many members as `psql -v members=N` says, each credited once like a gateway that
-- has just opened their accounts. `number` has no index here and no rows are sealed: what the
-- gateway does for its chain of hashes PostgreSQL is spared.
CREATE TABLE caller (
    number BIGINT NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL UNIQUE
);
CREATE TABLE account (
    number BIGINT NOT NULL PRIMARY KEY,
    member TEXT COLLATE "C" UNIQUE,
    state BIGINT NOT NULL CHECK (state BETWEEN 0 AND 2),
    salt BYTEA,
    next_due BIGINT NOT NULL
);
CREATE INDEX account_due ON account (next_due, number) WHERE next_due < 9223372036854775807;
CREATE TABLE holding (
    account BIGINT NOT NULL,
    day BIGINT NOT NULL,
    asset TEXT COLLATE "C" NOT NULL,
    is_extended BIGINT NOT NULL CHECK (is_extended BETWEEN 0 AND 1),
    available BIGINT NOT NULL CHECK (available >= 0),
    lapsed BIGINT NOT NULL CHECK (lapsed >= 0),
    pending BIGINT NOT NULL CHECK (pending >= 0),
    held BIGINT NOT NULL CHECK (held >= 0),
    earned BIGINT NOT NULL CHECK (earned >= 0),
    spent BIGINT NOT NULL CHECK (spent >= 0),
    entry BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (account, day, asset, is_extended)
);
CREATE TABLE transfer (
    number BIGINT GENERATED ALWAYS AS IDENTITY,
    id BYTEA NOT NULL UNIQUE,
    account BIGINT NOT NULL,
    entry BIGINT,
    kind BIGINT NOT NULL,
    counterparty BIGINT NOT NULL,
    asset TEXT COLLATE "C",
    amount BIGINT NOT NULL CHECK (amount >= 0),
    at BIGINT NOT NULL,
    caller BIGINT NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    request BYTEA NOT NULL,
    reason TEXT COLLATE "C",
    reference TEXT COLLATE "C",
    is_reward BIGINT NOT NULL CHECK (is_reward BETWEEN 0 AND 1),
    programme BIGINT NOT NULL,
    available BIGINT NOT NULL CHECK (available >= 0),
    pending BIGINT NOT NULL CHECK (pending >= 0),
    held BIGINT NOT NULL CHECK (held >= 0),
    digest BYTEA NOT NULL,
    format BIGINT NOT NULL,
    refusal TEXT COLLATE "C",
    postings TEXT COLLATE "C",
    parent BYTEA,
    origin BYTEA,
    until BIGINT,
    event BIGINT,
    CHECK ((kind = 0) = (entry IS NULL)),
    CHECK ((kind = 0) = (refusal IS NOT NULL)),
    UNIQUE (caller, key),
    UNIQUE (account, entry)
);

INSERT INTO caller (number, name) VALUES (1, 'service-bench');
-- Points end with day 21183, 2027-12-31, at midnight in Shanghai.
INSERT INTO account (number, member, state, salt, next_due)
    SELECT n, 'm' || n - 1, 0, uuid_send(gen_random_uuid()), 1830268800000
    FROM generate_series(1, :members) n;
INSERT INTO holding (account, day, asset, is_extended, available, lapsed,
        pending, held, earned, spent, entry, at)
    SELECT number, -9999999, 'points', 0, 10, 0, 0, 0, 10, 0, 1, 0 FROM account;
INSERT INTO holding (account, day, asset, is_extended, available, lapsed,
        pending, held, earned, spent, entry, at)
    SELECT number, 21183, 'points', 0, 10, 0, 0, 0, 0, 0, 0, 0 FROM account;
INSERT INTO transfer (id, account, entry, kind, counterparty, asset, amount, at, caller, key,
        request, reason, is_reward, programme, available, pending, held, digest, format, postings)
    SELECT int8send((extract(epoch FROM now()) * 1000)::bigint << 16) || int8send(number),
        number, 1, 1, 1, 'points', 10, (extract(epoch FROM now()) * 1000)::bigint, 1,
        gen_random_uuid()::text, sha256(salt), 'order', 0, 1, 10, 0, 0, sha256(salt), 2,
        'a21183+10'
    FROM account ORDER BY number;
VACUUM ANALYZE;
CHECKPOINT;
