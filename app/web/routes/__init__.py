"""Đường dẫn: one module a subject; each route names its audience."""
