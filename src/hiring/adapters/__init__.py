"""One package per technology behind the application's ports."""
