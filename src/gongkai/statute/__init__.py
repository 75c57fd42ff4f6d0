"""The law as dated data and pure functions: standard library only, no clock, no database."""
