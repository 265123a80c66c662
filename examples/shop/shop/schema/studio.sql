-- What the studio keeps. `owner` is a customer's e-mail or the name of a browser.

CREATE TABLE IF NOT EXISTS studio_kept (
    owner TEXT NOT NULL,
    drawer TEXT NOT NULL,      -- which page's: board, plan, best, follows
    body TEXT NOT NULL,        -- JSON, as the page's rules let it through
    kept_at REAL NOT NULL,     -- seconds since 1970
    PRIMARY KEY (owner, drawer)
) STRICT;
CREATE INDEX IF NOT EXISTS studio_kept_by_age ON studio_kept (kept_at);

CREATE TABLE IF NOT EXISTS studio_visit (
    code TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    workshop TEXT NOT NULL,
    day TEXT NOT NULL,         -- 2027-05-14
    hour TEXT NOT NULL,        -- 10:00, the workshop's time
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    people INTEGER NOT NULL,
    note TEXT NOT NULL,
    UNIQUE (workshop, day, hour)
) STRICT;

CREATE TABLE IF NOT EXISTS studio_quotation (
    code TEXT PRIMARY KEY,
    body TEXT NOT NULL,        -- JSON: who asks, and for what
    total INTEGER NOT NULL,    -- euro cents
    asked_at REAL NOT NULL     -- seconds since 1970
) STRICT;
CREATE INDEX IF NOT EXISTS studio_quotation_by_age ON studio_quotation (asked_at);
