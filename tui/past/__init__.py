"""The past on the screen: the text of a day, two days compared, and the record with its count.

- `reading`: what the core says of it, as frozen values; `asking`: which day, which two;
- `sheets`: those values as pages.
"""
