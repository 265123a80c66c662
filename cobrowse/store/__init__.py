"""What stays: tables, one unit of work with named questions, the journal and the object store."""
