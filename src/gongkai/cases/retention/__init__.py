"""How long what a request is made of is kept, and how it goes when its time is over.

holds        a case under review, in court, under inquiry: nothing of it goes
periods      the months of each kind, the law's or an agency's own
due          what is due of one case, since when and why
proposing    the daily list (销毁清册), made by itself
deciding     appraised by one person, approved by another
carrying     carried out case by case; begun again where it was cut off
destroying   what goes with each kind
register     the list as it is printed and kept for good
"""
