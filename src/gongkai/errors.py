"""Everything Gongkai raises on purpose. A wrong report is a finding, never one of these.

GongkaiError                 what cannot go on; its text says what to do next
├── ReadError                a file that cannot be read
│   ├── UnknownKind          not a kind of file we read (a program, a picture, an unknown format)
│   ├── Unreadable           the kind is known, the content is damaged, encrypted or empty
│   ├── NotText              a scan, a picture, an OFD file: nothing to read figures from
│   ├── TooLarge             over a bound of size, unpacked size, depth or time
│   └── NotAReport           readable, but no annual report is in it (or several side by side)
├── WriteError               a value that cannot be written in that format
├── Refused                  the law or a rule refuses this step; nothing was changed
│   ├── NotAllowed           this person may not do this here
│   ├── WrongState           not possible in the state the thing is in
│   ├── Stale                somebody else acted since this person looked
│   ├── YearLocked           it changes a year that was locked, and nobody said why
│   ├── NotSearchable        a page whose text no machine can read, asked for a term
│   └── NotProved            what was to be taken out of a paper is, or may be, still in it
├── CannotSearch             the index cannot answer, or not this: never the same as finding nothing
└── Misconfigured            the installation is not set up for this

Each class has a machine ``code``. Messages are Simplified Chinese, name the article where there is
one, and end with the next step.
"""

from __future__ import annotations


class GongkaiError(Exception):
    """Base of everything raised on purpose. ``str(error)`` is a Chinese sentence for a person."""

    code = "error"


class ReadError(GongkaiError):
    code = "read"


class UnknownKind(ReadError):
    code = "read.unknown"


class Unreadable(ReadError):
    code = "read.unreadable"


class NotText(ReadError):
    code = "read.not-text"


class TooLarge(ReadError):
    code = "read.too-large"


class NotAReport(ReadError):
    code = "read.not-a-report"


class WriteError(GongkaiError):
    code = "write"


class Refused(GongkaiError):
    code = "refused"


class NotAllowed(Refused):
    code = "refused.not-allowed"


class WrongState(Refused):
    code = "refused.wrong-state"


class Stale(Refused):
    code = "refused.stale"


class YearLocked(Refused):
    code = "refused.year-locked"


class NotSearchable(Refused):
    code = "refused.not-searchable"


class NotProved(Refused):
    code = "refused.not-proved"


class CannotSearch(GongkaiError):
    code = "cannot-search"


class Misconfigured(GongkaiError):
    code = "misconfigured"
