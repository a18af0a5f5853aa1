"""Trang web: parses a request, calls one service, renders the answer."""
