"""From the journal to what is kept: cutting, composing, sealing and reading recordings."""
