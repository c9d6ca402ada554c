"""Texts and histories that come from elsewhere: a folder, a file, a git repository, a bundle.

    import_history   the whole of it, in a new repository
    Imported         what came of it, with notes on what is unknown or was left out

`sources` reads a source into versions, `splitting` makes articles of one file, `landing` brings
files into the normal form at paths of their own, `told` reads what is reported of votes and dates,
`plan` joins them and judges every report, `telling` puts it in words, `writing` seals and merges.
"""

from constitution.assembly.importing.importing import Imported, import_history

__all__ = ["Imported", "import_history"]
