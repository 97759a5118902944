"""Who may ask: keys of programs, and sessions of people in a browser."""
