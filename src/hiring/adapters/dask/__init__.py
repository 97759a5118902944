"""The parts of a long work on a cluster, by Dask as a task scheduler.

`distributed` sets up its logging when it is imported, and would log a traceback of a scheduler that is lost,
which is told in one line. What is set here is a default: who has set up Dask's logging keeps it.
"""

import dask

dask.config.update_defaults({"logging": {"distributed": "critical", "distributed.client": "critical"}})
