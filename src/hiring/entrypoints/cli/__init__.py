"""`hiring-cli`: results on standard output, everything else on standard error, exit codes by error family."""
