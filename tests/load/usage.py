"""What a process has used, as the kernel counts it. Linux only."""

import os
from pathlib import Path
from typing import Final

TICKS_PER_S: Final = os.sysconf("SC_CLK_TCK")


def cpu_s(pid: int) -> float:
    """Return the CPU seconds of a process so far, in user mode and in the kernel for it, all its
    threads together."""
    stat = Path("/proc", str(pid), "stat").read_text()
    behind_the_name = stat.rpartition(")")[2].split()
    user, system = behind_the_name[11:13]
    return (int(user) + int(system)) / TICKS_PER_S


def rss_kb(pid: int) -> int:
    """Return the memory that a process has in RAM, in units of 1,024 bytes."""
    for line in Path("/proc", str(pid), "status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise ProcessLookupError(f"process {pid} has no memory any more")
