"""What needs nothing outside this process: a store in memory, clocks, and progress that nobody watches."""

from hiring.adapters.memory.clocks import SYSTEM_CLOCK, FixedClock
from hiring.adapters.memory.progress import SilentProgress
from hiring.adapters.memory.store import MemoryStore

__all__ = ["SYSTEM_CLOCK", "FixedClock", "MemoryStore", "SilentProgress"]
