"""Where the time comes from."""

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""The present moment, UTC. The core never asks the machine for it."""
