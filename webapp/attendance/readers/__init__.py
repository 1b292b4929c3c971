"""Readers of attendance reports, one for each platform, and what they share. Pure."""
