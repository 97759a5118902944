"""From bytes to a question: every fault named at once, no value repeated."""
