"""推送: other platforms are told of every item as it changes, signed, until they took it.

targets    which platforms, set up by a person
owing      what each is still to be told: one row an item, made in the transaction of the change
payload    what is told, and its signature
sending    the periodic job: one row after another, each with a lease, retried ever more slowly
"""
