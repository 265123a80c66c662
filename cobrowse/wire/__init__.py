"""What travels: every socket message and HTTP body, defined once; TypeScript is generated from
it."""
