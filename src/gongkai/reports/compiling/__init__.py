"""The annual report of an agency out of its year's records; every figure opens onto what is behind it.

tables.compile(agency, year) -> Compiled                   the report, its cells and what is doubtful
records.behind(user, agency, year, cell, *, on) -> Behind  the records behind a cell, for those who may see them
records.keys(agency, year) -> {cell: (key, …)}             the same as plain keys, to be frozen
opening, signing                                           from a draft to what is filed
freezing                                                   what a version was made from, and what differs since

An agency that took another one over by the end of the year counts what was that one's (``table3.carried_by``).
What nobody entered is a blank and a finding, never nought.
"""
