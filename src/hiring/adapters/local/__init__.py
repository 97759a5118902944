"""The parts of a long work on this machine: in this process, or in several."""
