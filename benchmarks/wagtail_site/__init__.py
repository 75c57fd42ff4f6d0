"""A Wagtail site with the pages of ``benchmarks.portal_made``, which ``benchmarks.portal_pages`` measures."""
