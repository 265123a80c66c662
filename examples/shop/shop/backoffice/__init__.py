"""The back office: what the shop's staff, and programs that act for them, may ask and change."""
