"""The public appraisal (社会评议, Art. 46) and every other questionnaire: one engine for all of them.

``drafting`` writes it, ``running`` opens and closes it, ``codes`` invites, ``answering`` takes a sheet in,
``results`` counts, ``concluding`` says what it came to, has it approved and published; ``queries`` finds it.
"""
