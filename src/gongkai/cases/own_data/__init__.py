"""Somebody asks what an agency holds about them, or to have it put right or deleted (《个人信息保护法》 44-50).

receiving    from the window (something that came in) or from the portal (whoever holds a query code)
held         everything that is held about one applicant, gathered from all places; who looked at it
answering    proved, shown, corrected, answered, refused

It is another thing than the correction of a record that is government information (《条例》 41): that is a case.
"""
