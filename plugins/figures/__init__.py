"""Figures by reference."""
