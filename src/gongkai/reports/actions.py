"""Every write of annual reports. Each locks, asks permission, follows the tables of ``states``, changes, records
in the audit chain, and returns the object; one transaction. ``user`` is a person or ``OPERATOR``, ``at`` aware.

Files that come in (``taking_in``)
  take_in(user, [Dropped(name, data)], *, agency=None, year=None, at) -> [Intake]   one for each file, all or none
  bind(user, intake, *, agency, year, at) -> ReportVersion     whose it is and of which year, where in doubt
  retry(user, intake, *, at) -> Intake                         read an unreadable one again
  discard(user, intake, *, reason, at) -> Intake               no report comes of it

A version in review (``reviewing``)
  correct_cell(user, version, *, cell, value, reason, at) -> ReportVersion   value: as typed, number, None, "/"
  undo(user, version, *, cell, at) -> ReportVersion            the last correction of a cell
  accept(user, version, *, reasons={relation: reason}, at) -> ReportVersion
  return_(user, version, *, comments, at) -> ReportVersion
  reopen(user, version, *, reason, at) -> ReportVersion        accepted, back into review

A return that is contested (``contesting``)
  contest(user, version, *, reason, at) -> ReportVersion       by the agency, once for each return
  uphold(user, version, *, reason, at) -> ReportVersion        the return stands
  withdraw_return(user, version, *, reason, at) -> ReportVersion   returned, back into review

Its text (``wording``)
  reword(user, version, *, part, text, reason, at) -> ReportVersion   0: before the first section; n: the n-th
  undo_rewording(user, version, *, part, at) -> ReportVersion  the last one of a part

Compiled from the records (``compiling``)
  open_compiled(user, agency, year, *, at) -> ReportVersion    a draft; ``correct_cell`` overrides a figure in it
  recompile(user, version, *, at) -> ReportVersion             as the records say now
  hand_up(user, version, *, at) -> ReportVersion               to the head of the agency
  send_back(user, version, *, comments, at) -> ReportVersion   back to the office
  sign(user, version, *, name, signed_on, scan, at) -> ReportVersion   signed and filed: in review

Publishing (``publishing``)
  publish(user, version, *, note="", at) -> ReportVersion      locked with its hash; note when published before
  revise(user, version, *, note, at) -> ReportVersion          a new version that begins as the published one
  set_due_date(user, district, *, year, due_on | None, at) -> DueDate | None
  set_lock_day(user, district, *, year, lock_on | None, reason, at) -> LockDay   (``locking``)

Raises NotAllowed (this person may not), WrongState (not in this state), Refused (a rule), TooLarge (bounds); the
text is Chinese and for the person. Nothing has changed then.
"""

from __future__ import annotations

from gongkai.reports.compiling.opening import open_compiled, recompile
from gongkai.reports.compiling.signing import Scan, hand_up, send_back, sign
from gongkai.reports.contesting import contest, uphold, withdraw_return
from gongkai.reports.locking import set_lock_day
from gongkai.reports.publishing import publish, revise, set_due_date
from gongkai.reports.reviewing import accept, correct_cell, reopen, return_, undo
from gongkai.reports.taking_in import Dropped, bind, discard, retry, take_in
from gongkai.reports.wording import reword, undo_rewording

__all__ = [
    "Dropped",
    "Scan",
    "accept",
    "bind",
    "contest",
    "correct_cell",
    "discard",
    "hand_up",
    "open_compiled",
    "publish",
    "recompile",
    "reopen",
    "retry",
    "return_",
    "revise",
    "reword",
    "send_back",
    "set_due_date",
    "set_lock_day",
    "sign",
    "take_in",
    "undo",
    "undo_rewording",
    "uphold",
    "withdraw_return",
]
