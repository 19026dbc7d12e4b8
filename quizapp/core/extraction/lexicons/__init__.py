"""Word lists of a language, read once from `lexicons/<language>/*.tsv`; hand-written, each row checkable.

A table is a header line that begins with `#`, then rows of cells parted by tabs; a cell may hold several words parted
by `|`. What the rows mean is said by the modules beside this one; rules about sentences do not live here.
"""
