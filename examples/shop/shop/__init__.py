"""Solvane: a small furniture shop that stands in for a customer's web site."""
