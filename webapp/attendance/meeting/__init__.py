"""The way into the meeting: rooms, personal join links, reminders, the sealed list, the live view."""
