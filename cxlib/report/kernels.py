"""The kernels that a run's notebooks get: of this Python, private, and, where the system allows, forked from a warm process."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from ..study import RUN_FOLDER

__all__ = ["Host", "kernel_environment", "kernel_manager", "passing", "warm"]

_LONGEST_SOCKET = 90
# A file of the user's folder that is called like a module must not be taken for it: that folder goes before anything is imported.
_HOST = "import sys; sys.path.pop(0); from cxlib.report import kernel_host; kernel_host.main(int(sys.argv[1]))"
# One thread a kernel: sums are then added in the same order on every machine, and two notebooks share two cores.
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}


def kernel_environment(scratch: Path) -> dict[str, str]:
    """What a kernel is started with, beside the environment it inherits.

    It reads no settings or start-up files of whoever runs it, so that a report is the same for all. What is dear and asked
    for by several notebooks of the run is made once (:func:`cxlib.study.shared`), in a folder beside `scratch`.
    """
    run = {"IPYTHONDIR": str(scratch / "ipython"), RUN_FOLDER: str(scratch.parent / "shared")}
    return {**_of_python(scratch.parent), **run}


def passing(folder: Path) -> dict[str, str]:
    """What makes a program put what is passing into a folder, so that what it leaves behind when it is ended goes with that one."""
    # Not on macOS, where a socket in a folder of that length can have no name.
    return {} if sys.platform == "darwin" else dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))


def kernel_manager(scratch: Path, host: Host | None = None) -> Any:
    """A kernel of the Python that runs this, whatever kernels the machine has under the name in the notebook.

    Parameters
    ----------
    scratch : Path
        Private folder; the sockets lie in it where they can: nobody else on the machine can listen, no port is taken twice.
    host : Host, optional
        It forks the kernel; where it cannot, the kernel is started.
    """
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    class ThisPython(KernelSpecManager):
        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
            return KernelSpec(argv=command, display_name="Python 3", language="python")

    file = str(scratch / "kernel.json")
    private = os.name == "posix" and len(os.fsencode(file)) < _LONGEST_SOCKET
    manager = AsyncKernelManager(
        kernel_name="python3",
        kernel_spec_manager=ThisPython(),
        connection_file=file,
        transport="ipc" if private else "tcp",
    )
    if host is not None:
        manager.provisioner = _forking(manager, host)
    return manager


@contextlib.contextmanager
def warm() -> Iterator[Host | None]:
    """A block with a :class:`Host` that imports meanwhile; None where forking is not safe (not Linux) or fails."""
    if sys.platform != "linux":
        yield None
        return
    with contextlib.ExitStack() as stack:
        # A folder for compiled modules only where one is needed: a program that is killed cannot take it away.
        needed = bool(_compiled(Path()))
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="cx-warm-", ignore_cleanup_errors=True)) if needed else ""
        try:
            host = Host(Path(folder))
        except OSError:
            yield None
            return
        stack.callback(host.end)
        yield host


class Host:
    """The process of :mod:`cxlib.report.kernel_host`, which must be ended (:meth:`end`).

    Parameters
    ----------
    folder : Path
        Where compiled modules are kept if no better place is there.
    """

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        # Answers have a pipe of their own: whatever an import prints is no answer.
        answers, write = os.pipe()
        self._answers = os.fdopen(answers, "rb")
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _HOST, str(write)], env={**os.environ, **_of_python(folder)},
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, pass_fds=(write,),
            )
        except OSError:
            self._answers.close()
            raise
        finally:
            os.close(write)

    def fork(self, argv: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Forked:
        """A kernel started with these arguments.

        Raises
        ------
        OSError
            When the process is not there any more, or can have no more children.
        """
        asked = {"argv": list(argv), "folder": str(folder), "environment": dict(environment)}
        with self._lock:
            self._process.stdin.write(json.dumps(asked).encode() + b"\n")
            self._process.stdin.flush()
            number = int(self._answers.readline() or 0)
        if not number:
            raise OSError("no kernel could be forked")
        return Forked(number)

    def end(self) -> None:
        """End the process; its kernels end with it."""
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(0.2)
        except subprocess.TimeoutExpired:  # it still imports
            self._process.kill()
            self._process.wait()
        self._answers.close()


class Forked:
    """A process that is not our own child, with what :class:`subprocess.Popen` tells of one.

    It is held by a descriptor, so that its number cannot mean another process that got it later.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        try:
            self._held = os.pidfd_open(pid)
        except ProcessLookupError:
            self._held = -1

    def poll(self) -> int | None:
        """None while it runs; how it ended only its parent knows."""
        if self._held >= 0 and not select.select([self._held], [], [], 0)[0]:
            return None
        return 0

    def wait(self) -> int:
        """To be called when it has ended."""
        if self._held >= 0:
            os.close(self._held)
            self._held = -1
        return 0

    def send_signal(self, number: int) -> None:
        """Send a signal to it and what it started; nothing happens when it has ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


def _forking(manager: Any, host: Host) -> Any:
    """What starts the kernels of a manager: forks of the host."""
    from jupyter_client.provisioning import LocalProvisioner

    class Forking(LocalProvisioner):
        async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
            after = cmd[cmd.index("ipykernel_launcher") + 1 :]
            try:
                self.process = await asyncio.to_thread(host.fork, after, kwargs["cwd"], kwargs["env"])
            except OSError:
                return await super().launch_kernel(cmd, **kwargs)
            self.pid, self.pgid = self.process.pid, None  # signals go by way of the process
            self.cwd = kwargs["cwd"]
            return self.connection_info

    return Forking(kernel_id="", kernel_spec=manager.kernel_spec, parent=manager)


def _of_python(shared: Path) -> dict[str, str]:
    """Settings that Python reads when it starts."""
    kept = {name: os.environ.get(name, value) for name, value in _ENVIRONMENT.items()}
    return {**kept, **_compiled(shared)}


def _compiled(shared: Path) -> dict[str, str]:
    """A folder for compiled modules that the kernels of a run share, where none are kept and none may be written.

    Without it each kernel compiles the same few thousand files anew: some five seconds of work.
    """
    own = os.environ.get("PYTHONPYCACHEPREFIX")
    if not sys.dont_write_bytecode or own or os.path.exists(importlib.util.cache_from_source(pd.__file__)):
        return {}
    return {"PYTHONPYCACHEPREFIX": str(shared / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}
