"""Kho dữ liệu: the one place that knows SQL. Rows stay inside; values of the domain come in and go out."""
