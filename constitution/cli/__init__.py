"""The command line: one verb a command, over the same use cases as the TUI."""
