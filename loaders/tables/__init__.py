"""Registers that people keep in Excel: sheets → rows → a mapping → checked records → a batch and an account of rows."""
