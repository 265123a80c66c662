"""An online account manager: see live what a customer does, and step in to put it right."""

__version__ = "0.1.0.dev0"
