"""Thư điện tử: letters made from values, and the sending of them. Knows neither the web nor the database."""
