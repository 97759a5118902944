"""`python -m hiring` is `hiring-cli`."""

from hiring.entrypoints.cli.main import main

main()
