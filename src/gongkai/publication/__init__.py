"""Proactive disclosure: what a body must make public, reviewed before it appears, found by anyone, never stale."""
