"""What the places are made of: a page to read, rows to choose from, and what fills them."""
