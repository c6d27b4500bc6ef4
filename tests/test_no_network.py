"""A whole run, with all its outputs, asks nobody: no name is looked up and nothing but this machine is spoken to."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cxlib import samples

ROOT = Path(__file__).parent.parent
# Started in every Python of the run: what reaches for the network is noted and refused.
GUARD = '''
import os, sys

_LOG = os.environ.get("CX_TEST_NETWORK_LOG")
_HOME = ("127.", "::1", "localhost", "0.0.0.0", "::ffff:127.")
_NAMES = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")
_TALKS = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind")

def _note(text):
    with open(_LOG, "a") as log:
        log.write(f"{os.getpid()} {text}\\n")

def _is_home(host):
    host = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    return host in (None, "") or str(host).startswith(_HOME)

def _watch(event, arguments):
    if event in _NAMES:
        host = arguments[0][0] if event == "socket.getnameinfo" else arguments[0]
    elif event in _TALKS and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if not _is_home(host):
        _note(f"REACHED {event} {host}")
        raise PermissionError(f"the network is closed: {event} {host}")

if _LOG:
    _note("watched " + " ".join(sys.orig_argv[1:4]))
    sys.addaudithook(_watch)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=lambda: _note("watched, forked of " + " ".join(sys.orig_argv[1:4])))
'''
_ADDRESS = re.compile(r'sin6?_port=htons\((\d+)\).*?(?:inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)")')
_CONNECTED = re.compile(r"(?:TCP|UDP)(?:v6)?:\[[^\]>]*?(?:\])?(?::\d+)?->([^>]+?):(\d+)\]")


@pytest.fixture
def closed(tmp_path):
    """An environment in which the network is closed for every Python, and the file that notes who tried."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    log = tmp_path / "network.log"
    paths = os.pathsep.join([str(tmp_path / "guard"), *filter(None, [os.environ.get("PYTHONPATH")])])
    # A proxy of this machine would hide what a program asks of the network.
    plain = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return {**plain, "PYTHONPATH": paths, "CX_TEST_NETWORK_LOG": str(log)}, log


def reached(trace):
    """Addresses outside of this machine, and name servers, that any program of a trace spoke to.

    A connect of a datagram socket sends nothing: browsers see so whether the machine has a way out. What is sent counts.
    """
    found = set()
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        call, _, rest = line.partition("(")
        ends = [(host, port) for port, *hosts in _ADDRESS.findall(rest) for host in hosts if host]
        silent = call.endswith("connect") and re.match(r"\d+<UDP", rest)
        ends = [end for end in ends if end[1] == "53" or not silent] + ([] if silent else _CONNECTED.findall(rest))
        found |= {(host, port) for host, port in ends if port == "53" or not _is_here(host)}
    return found


def _is_here(host):
    return host.startswith(("127.", "[::1", "::ffff:127.", "[::ffff:127.")) or host in ("::1", "0.0.0.0", "::", "[::]")


@pytest.mark.parametrize("code", [
    "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)", "import socket; socket.getaddrinfo('example.org', 80)",
    "import urllib.request; urllib.request.build_opener(urllib.request.ProxyHandler({})).open('http://192.0.2.1/')",
    "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))",
    "import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c', 'import socket; socket.gethostbyname(\"example.org\")']).returncode)",
])
def test_the_guard_notes_whoever_tries(closed, code):
    environment, log = closed
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.returncode and "the network is closed" in done.stderr
    assert "REACHED" in log.read_text(encoding="utf-8")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_the_guard_stays_in_a_fork(closed):
    environment, log = closed
    code = "import os, socket; child = os.fork(); child or socket.gethostbyname('example.org'); os.waitpid(child, 0)"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert "the network is closed" in done.stderr
    assert "REACHED" in log.read_text(encoding="utf-8") and "forked" in log.read_text(encoding="utf-8")


def test_the_guard_lets_programs_of_this_machine_talk(closed):
    environment, log = closed
    code = "import socket; s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname()); a, b = socket.socketpair()"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert not done.returncode, done.stderr
    assert "REACHED" not in log.read_text(encoding="utf-8")


def test_a_trace_shows_what_other_programs_do(tmp_path):
    watching, trace = traced(tmp_path)
    if not watching:
        pytest.skip("other programs cannot be traced here")
    start = "import socket; u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.connect(('192.0.2.1', 9)); "
    seen = {}
    for more in ("", "u.send(b'x')", "u.sendto(b'x', ('192.0.2.2', 7))", "u.connect(('192.0.2.3', 53))", "socket.create_server(('127.0.0.1', 0))",
                 "t = socket.socket(); t.setblocking(False); t.connect_ex(('192.0.2.4', 80))"):
        subprocess.run([*watching, sys.executable, "-c", start + more], capture_output=True)
        seen[more] = {host for host, _ in reached(trace)}
    assert list(seen.values()) == [set(), {"192.0.2.1"}, {"192.0.2.1", "192.0.2.2"}, {"192.0.2.3"}, set(), {"192.0.2.4"}]


def traced(tmp_path):
    """The command that notes every program's sockets, browsers too; nothing where it cannot be used."""
    trace, program = tmp_path / "trace.txt", shutil.which("strace")
    command = [program, "-f", "--seccomp-bpf", "-qq", "-yy", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-e", "signal=none", "-o", str(trace)]
    if program is None or subprocess.run([*command, "true"], capture_output=True).returncode:
        return [], trace
    return command, trace


def test_a_run_with_all_its_outputs_reaches_nobody(closed, tmp_path):
    environment, log = closed
    study = samples.write(samples.company(scale=0.02, seed=7), tmp_path / "study")
    watching, trace = traced(tmp_path)
    command = [*watching, sys.executable, "-m", "cxlib.cli", "run", study, "--out", tmp_path / "reports", "--notebooks", ROOT / "notebooks", "--accept-rejected"]
    done = subprocess.run(list(map(str, command)), env=environment, capture_output=True, text=True, cwd=tmp_path)
    noted = log.read_text(encoding="utf-8").splitlines()
    assert not [line for line in noted if "REACHED" in line]
    assert done.returncode == 0, done.stderr
    kernels = [line for line in noted if "ipykernel" in line or ("forked" in line and "kernel_host" in line)]
    assert len(kernels) >= len(list((ROOT / "notebooks").glob("*.ipynb"))), "every kernel was watched"
    folder = Path(done.stdout.splitlines()[-1]).parent
    names = {path.name for path in folder.iterdir()}
    assert {"index.html", "findings.json", "workbook.xlsx", "slides.pptx", "handout.html", "tables", "charts", "notebooks"} <= names
    if watching:
        assert reached(trace) == set()
    else:
        pytest.skip("every Python was watched and reached nobody; other programs cannot be traced here")
