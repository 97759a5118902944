"""The schema's history, one revision a file; `hiring-cli db upgrade` walks it."""
