-- The customer's account. `owner` is an e-mail address, or a browser that nobody has signed in on.

-- Addresses beside the one that is offered first, which lies with the customer.
CREATE TABLE IF NOT EXISTS account_addresses (
    id      INTEGER PRIMARY KEY,
    email   TEXT NOT NULL,
    address TEXT NOT NULL          -- JSON object, fields of accounts.Address
) STRICT;
CREATE INDEX IF NOT EXISTS account_addresses_by_email ON account_addresses (email);

CREATE TABLE IF NOT EXISTS account_settings (
    id INTEGER PRIMARY KEY,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (owner, name)
) STRICT;

-- Every save of a note is a version of its own; the newest is what the workshop reads.
CREATE TABLE IF NOT EXISTS account_notes (
    id INTEGER PRIMARY KEY,
    owner TEXT NOT NULL,
    about TEXT NOT NULL,
    version INTEGER NOT NULL,
    html TEXT NOT NULL,
    words INTEGER NOT NULL,
    saved_at TEXT NOT NULL,
    UNIQUE (owner, about, version)
) STRICT;

CREATE TABLE IF NOT EXISTS account_pictures (
    id INTEGER PRIMARY KEY,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    size INTEGER NOT NULL,
    content BLOB NOT NULL,
    added TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS account_pictures_by_owner ON account_pictures (owner);

-- A membership that has been given up; it runs on to the end of what has been paid.
CREATE TABLE IF NOT EXISTS account_cancellations (
    email  TEXT PRIMARY KEY,
    reason TEXT NOT NULL,          -- key of cancellations.REASONS
    words  TEXT NOT NULL
) STRICT;
