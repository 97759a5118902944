"""Who may ask: keys for programs, and sessions for people in a browser."""
