"""The studio: the pages that do more than sell. Booking, figures, maps, boards, plans, play."""
