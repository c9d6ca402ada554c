"""The bytes of a repository's objects, read without libgit2; nothing here writes, or says a word.

read_object              an object, packed or loose, proven by its own hash
Packs                    objects in packs, each link of a chain of differences held to a cap
read_loose               an object in a file of its own
refuse_pipes             a git folder that nothing is waited for in, and that nothing leads out of
Damaged, TooBig          what keeps an object from being read
"""
