"""Questions over the room: each stays until what it asks for is done, or until it is left.

- `dialog`: what all of them are; a refusal stands in the one that asked for the act;
- `confirm`: a summary and a yes; `form`: a few lines to fill in; `notice`: a sentence to be read;
- `who`: the name and address of a person who writes for the first time.
"""
