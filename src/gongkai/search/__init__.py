"""Full text of what may be shown: found by any substring, newest first."""
