"""Certificates of attendance: issued, named by their owners, checked by others, bundled for municipalities."""
