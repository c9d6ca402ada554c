"""Measures: contestants timed in turns, so that a noisy machine is noisy for all of them alike."""

from __future__ import annotations

import gc
import os
import resource
import subprocess
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

__all__ = ["Action", "Spread", "command", "race", "sealed_environment", "spread"]

Action: TypeAlias = "Callable[[], object]"


@dataclass(frozen=True, slots=True)
class Spread:
    """The quartiles of how long something took, in seconds: half of the times lie within."""

    low: float
    middle: float
    high: float
    processor: float | None = None
    """The median of the processor's time, where it was taken too."""

    def times(self, factor: float) -> Spread:
        """The spread of so many times as much."""
        processor = None if self.processor is None else self.processor * factor
        return Spread(self.low * factor, self.middle * factor, self.high * factor, processor)


def spread(times: Sequence[float], processor: Sequence[float] = ()) -> Spread:
    """The quartiles of some times, and the median of those of the processor."""
    middle = median(processor) if processor else None
    if len(times) == 1:
        return Spread(times[0], times[0], times[0], middle)
    low, half, high = quantiles(times, n=4, method="inclusive")
    return Spread(low, half, high, middle)


def race(
    contestants: Mapping[str, Action],
    rounds: int,
    *,
    before: Mapping[str, Action] | None = None,
    repeat: Mapping[str, int] | None = None,
    is_cold: bool = False,
    clock: Callable[[], float] = perf_counter,
) -> dict[str, Spread]:
    """How long each contestant takes, in so many rounds in which all take their turn.

    Each runs once unmeasured first, unless it `is_cold`. `before` is done before each turn of one, and is not measured;
    `repeat` says how often one is run in a turn, where one run is too short to be timed; the `clock`
    may be that of the processor, where nothing but computing is measured.
    """
    times: dict[str, list[float]] = {name: [] for name in contestants}
    busy: dict[str, list[float]] = {name: [] for name in contestants}
    for turn in range(1 if is_cold else 0, rounds + 1):
        names = list(contestants)
        order = names if turn % 2 else names[::-1]
        for name in order:
            if before and name in before:
                before[name]()
            count = (repeat or {}).get(name, 1)
            action = contestants[name]
            gc.collect()
            others, own, start = _of_processes(), process_time(), clock()
            for _ in range(count):
                action()
            took, own, others = clock() - start, process_time() - own, _of_processes() - others
            if turn:
                times[name].append(took / count)
                busy[name].append((others or own) / count)
    return {name: spread(took, busy[name]) for name, took in times.items()}


def _of_processes() -> float:
    """Seconds of the processor that went to the processes that were run and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def sealed_environment(home: Path) -> dict[str, str]:
    """The environment of whatever is run: a git that knows nothing of this machine's configuration.

    Python keeps what it compiled, as it does where the program is installed: its peers are compiled.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") and name != "PYTHONDONTWRITEBYTECODE"
    }
    return kept | {
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "Bench",
        "GIT_AUTHOR_EMAIL": "bench@example.org",
        "GIT_COMMITTER_NAME": "Bench",
        "GIT_COMMITTER_EMAIL": "bench@example.org",
    }


def command(
    *words: str,
    folder: Path,
    answers: tuple[int, ...] = (0,),
    more: Mapping[str, str] | None = None,
) -> Action:
    """What runs a command in a folder to its end, with more in its environment; nobody reads it.

    It fails where the command answers with another code than these: a refusal is quickly given.
    """
    environment = sealed_environment(folder) | dict(more or {})

    def run() -> None:
        done = subprocess.run(
            words,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        if done.returncode not in answers:
            raise RuntimeError(f"{' '.join(words)}: {done.stderr.decode(errors='replace')}")

    return run
