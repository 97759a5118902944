"""The only package that knows all others: which adapter plays which role.

Adapters are imported when they are needed, so that `hiring-cli --help` and `features extract` stay quick.
"""
