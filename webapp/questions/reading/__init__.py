"""Readers of questions out of platforms' reports, saved chats and any table. Pure."""
