"""The opening lines and sections 1, 5 and 6 of a report, drafted from the year's records and bound to them.

The form names five topics of section 1 and what section 6 tells; a sentence of the library says what the records
say of each (``library``), reads right for none, one and many (``writing``), and stays bound while a person edits
around it (``editing``, ``following``). A number typed by hand that equals no record is found (``marks``).

drafting.draft(agency, year, tables) -> Drafted     preamble, sections {1, 5, 6}; ``parts`` with everything bound
"""
