"""The hotel's card readers, PIN pads and printers, usable without the rest of the program.

Nothing here knows Qt, SQL or ``app``; nothing opens a port at import. Start at ``manager``
(open devices, get events) or ``catalogue`` (which drivers there are); README.md has the table.
"""
