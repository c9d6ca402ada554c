"""Every comparison of speed that this project promises, each against its peer in the same run.

`python -m bench` from a checkout runs them all and writes `docs/performance.md`; `python -m bench
NAME…` runs some and prints them, `--quick` runs them on tiny inputs. A `Line` (`bench.lines`) is one
promise, and gives one `Result` or several; `bench.measures` times two contestants in turns;
`bench.prose` writes the texts and `bench.histories` the repositories that are measured.
"""

from __future__ import annotations
