"""Việc của người dùng: one function for each thing an officer does, over an open store."""
