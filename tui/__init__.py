"""The drafting room: the terminal interface over the same use cases as the command line."""
