"""The customer's own corner: orders, invoices, addresses, notes, pictures, settings."""
