-- Letters to the shop, and whether its help articles helped. `owner` is an e-mail or a browser.

CREATE TABLE IF NOT EXISTS tickets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  topic TEXT NOT NULL,
  order_number TEXT NOT NULL,
  message TEXT NOT NULL,
  opened_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS tickets_of_one ON tickets (owner, opened_at);

CREATE TABLE IF NOT EXISTS helpful_answers (
  owner TEXT NOT NULL,
  article TEXT NOT NULL,
  helped INTEGER NOT NULL,
  words TEXT NOT NULL,
  given_at TEXT NOT NULL,
  UNIQUE (owner, article)
);
