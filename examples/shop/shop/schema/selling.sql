-- Customers, what they bought, what they are owed. Money is in euro cents, moments are seconds
-- since 1970 (UTC), dates are ISO 8601.

CREATE TABLE IF NOT EXISTS customers (
    email         TEXT PRIMARY KEY,
    name          TEXT NOT NULL,
    tier          TEXT NOT NULL,
    since         INTEGER NOT NULL,           -- year
    plan          TEXT NOT NULL DEFAULT '',   -- key of plans.PLANS, '' for none
    plan_until    TEXT,                       -- last day of the plan
    address       TEXT NOT NULL,              -- JSON object, fields of addresses.Address
    salt          BLOB NOT NULL,
    password_hash BLOB NOT NULL
) STRICT;

-- Kept by the address that was typed, so that one which nobody has locks like any other and
-- nobody learns from it who is a customer.
CREATE TABLE IF NOT EXISTS wrong_passwords (
    email TEXT NOT NULL,
    at    INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS wrong_passwords_by_email ON wrong_passwords (email, at);
CREATE TABLE IF NOT EXISTS locks (
    email TEXT PRIMARY KEY,
    at    INTEGER NOT NULL
) STRICT;

-- One of each kind per customer: 'code' to sign in with, 'password' to choose a new one.
CREATE TABLE IF NOT EXISTS one_time_codes (
    email   TEXT NOT NULL,
    kind    TEXT NOT NULL,
    code    TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    tries   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (email, kind)
) STRICT;

CREATE TABLE IF NOT EXISTS orders (
    id             TEXT PRIMARY KEY,
    number         INTEGER NOT NULL UNIQUE,   -- rises with every order
    email          TEXT,                      -- NULL: ordered without an account
    placed         TEXT NOT NULL,
    address        TEXT NOT NULL,             -- JSON object, as it was on the day
    delivery       TEXT NOT NULL,             -- key of delivery.DELIVERIES
    delivery_cost  INTEGER NOT NULL,
    payment_kind   TEXT NOT NULL,             -- 'card' or 'iban'
    payment_ending TEXT NOT NULL,             -- last four digits; no more is ever kept
    credit_used    INTEGER NOT NULL DEFAULT 0,
    courier_note   TEXT NOT NULL DEFAULT '',
    status         TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS orders_by_email ON orders (email, number);
CREATE TABLE IF NOT EXISTS order_lines (
    order_id TEXT NOT NULL REFERENCES orders ON DELETE CASCADE,
    line     INTEGER NOT NULL,
    slug     TEXT NOT NULL,
    size     TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    price    INTEGER NOT NULL,                -- of one piece, on the day
    PRIMARY KEY (order_id, line)
) STRICT;
CREATE TABLE IF NOT EXISTS invoices (
    number   INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id TEXT NOT NULL UNIQUE REFERENCES orders ON DELETE CASCADE,
    issued   TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS refunds (
    id       INTEGER PRIMARY KEY,
    order_id TEXT NOT NULL REFERENCES orders ON DELETE CASCADE,
    cents    INTEGER NOT NULL CHECK (cents > 0),
    reason   TEXT NOT NULL,
    by       TEXT NOT NULL,                   -- who of the staff gave it
    at       INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS refunds_by_order ON refunds (order_id);

-- What was credited to a customer, and what of it went into orders (negative).
CREATE TABLE IF NOT EXISTS credits (
    id     INTEGER PRIMARY KEY,
    email  TEXT NOT NULL REFERENCES customers ON DELETE CASCADE,
    cents  INTEGER NOT NULL,
    reason TEXT NOT NULL,
    by     TEXT NOT NULL,
    at     INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS credits_by_email ON credits (email);

-- Mail the shop would send, newest 1,000: nothing leaves the machine.
CREATE TABLE IF NOT EXISTS outbox (
    id      INTEGER PRIMARY KEY,
    email   TEXT NOT NULL,
    subject TEXT NOT NULL,
    body    TEXT NOT NULL,
    at      INTEGER NOT NULL
) STRICT;

-- Events on their way to other people's servers, in order for each address.
CREATE TABLE IF NOT EXISTS webhooks (
    id    INTEGER PRIMARY KEY,
    url   TEXT NOT NULL,
    body  TEXT NOT NULL,                      -- JSON as it is sent and signed
    tries INTEGER NOT NULL DEFAULT 0,
    due   REAL NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS webhooks_by_url ON webhooks (url, id);

-- What the back office did, newest 5,000: who, and the answer a repeat of the same call gets.
CREATE TABLE IF NOT EXISTS backoffice_actions (
    id      INTEGER PRIMARY KEY,
    key     TEXT NOT NULL UNIQUE,
    call    TEXT NOT NULL,                    -- method, path and body hashed: a key is for one call
    by      TEXT NOT NULL,
    at      INTEGER NOT NULL,
    answer  TEXT NOT NULL                     -- JSON
) STRICT;
