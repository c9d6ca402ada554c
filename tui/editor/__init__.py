"""The editor: one text, soft-wrapped, with its difference from the current text beside it.

- `writing`: what is written, and what becomes of it;
- `judging`: what the core says of a text that is being written;
- `area`: where one types; `screen`: the editor; `leaving`: what to do with a text that was not saved;
- `home`: the amendment that a text belongs to, what happened to it, and another for the text;
- `alone`: the same editor for the command line, where no other is set.
"""
