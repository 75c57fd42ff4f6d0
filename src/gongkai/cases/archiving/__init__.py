"""The file of a case as one ZIP that is read and verified without this program, and closed years for an archive.

packing      pieces into a ZIP on disk, with SHA256SUMS and an index
pages        what is made from records: time line, searches, reviews, what was submitted
pieces       the papers of a case, as they are
about        the same as data: metadata and the extract of the audit chain
bundle       the whole file, or the evidence for review and court
handing_over closed years for an archive
"""
