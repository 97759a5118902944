"""How fast, and in how much memory: `python -m benchmarks` measures what the project promises."""
