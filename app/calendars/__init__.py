"""Lịch: feeds in, the bytes of an iCalendar stream out (RFC 5545, RFC 7986).

The wording is read from templates/sentences/calendar.toml.
"""
