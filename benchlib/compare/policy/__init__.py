"""Organisations of one country or region taken together: labels, where they lag, whom an instrument reaches, effort."""
