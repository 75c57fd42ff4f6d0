"""Gongkai (公开): the disclosure work of a public body, from one set of records."""

__version__ = "0.1.0"
