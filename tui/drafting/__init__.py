"""Drafting from the room: every act on an amendment, as a story of questions and one deed.

- `verbs`: the acts, each with its key and when it is offered;
- `stories`: what each of them asks and does;
- `fields`: the forms they ask with;
- `settling`: conflicts with the current text, one at a time.
"""
