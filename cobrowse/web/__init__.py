"""Who may talk to us: sockets, HTTP, sign-in, and the guarded way out. No business rules."""
