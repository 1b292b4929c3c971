"""What a workbook may hold; the values are those of the command line and of file names."""

from enum import StrEnum


class Kind(StrEnum):
    ATTENDANCE = "attendance"
    REGISTRATIONS = "registrations"
    QUESTIONS = "questions"
