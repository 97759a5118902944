"""Alerts as signed HTTP requests to an address of the operator's."""
