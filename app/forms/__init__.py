"""Biểu Excel: the forms a unit fills and the cost estimates, as workbooks. XlsxWriter is used only here."""
