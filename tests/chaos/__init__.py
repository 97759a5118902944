"""Real processes, and somebody who kills them: what was answered must be in the log, once, and nothing else.

A question has a key of its own and is asked again until it is answered 200. `checker` holds what clients were
told against the rows; `controls` are services with a known fault, which the same checker must find.
"""
