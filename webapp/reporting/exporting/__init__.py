"""Exports that organisers order: chosen rows and columns, the worker's files, presets, schedules, Excel's address."""
