"""What an applicant sees and does by the page of the request (docs/adr/0013 for its days).

holder.py     who proved number and code; everything else takes a ``Holder`` and nothing from an address
story.py      what happened, in plain words
standing.py   how it stands: whose turn it is, what comes next, until when and why
asked.py      what the office asks them for, in the words of its letter
answer.py     what was decided, how it was sent, where to turn; what can be done when nothing came
given.py      the letters and files that may be taken away
offered.py    what may be sent now
sending.py    sending it: into the register, where a clerk finds it at once
taking.py     the clerk's step that it asks for
"""
