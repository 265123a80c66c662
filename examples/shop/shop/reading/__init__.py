"""What there is to find, read and watch: search, help, letters to us, journal, essay, films."""
