"""The words and rules: values and decisions, without I/O, clocks of their own or frameworks."""
