"""Defined in a kernel by a test: what it looks like from within, as one JSON object."""


def facts():
    import asyncio
    import builtins
    import gc
    import inspect
    import locale
    import logging
    import os
    import resource
    import signal
    import sys
    import threading
    import time
    import warnings
    from pathlib import Path

    shell = get_ipython()  # noqa: F821
    app = shell.kernel.parent

    def plainly(thing):
        return str(thing).split(" at 0x")[0]

    loggers = ("", "tornado", "traitlets", "asyncio", "matplotlib", "IPKernelApp")
    configurable = [*shell.configurables, shell.kernel.session]
    own = ("connection_file", "ip", "parent_handle", "key", "session")
    main = sys.modules["__main__"]
    text = Path("/proc/self/status").read_text(encoding="utf-8")
    status = dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line)
    return {
        "sys.path": sys.path,
        "sys.argv": sys.argv[:2],
        "sys.flags": [str(sys.flags), sys._xoptions, sys.warnoptions, sys.executable, sys.prefix],
        "hooks": [
            plainly(hook) for hook in (sys.excepthook, sys.displayhook, sys.unraisablehook, threading.excepthook)
        ],
        "traced": [sys.gettrace(), sys.getprofile(), sys.getrecursionlimit(), sys.getswitchinterval()],
        "depth": [len(inspect.stack(0)), len(threading.enumerate())],
        "main": [main.__name__, plainly(getattr(main, "__file__", None)), plainly(main.__spec__), sorted(vars(main))],
        "builtins": sorted(vars(builtins)),
        "namespace": [sorted(shell.user_ns), sorted(shell.user_ns_hidden)],
        "warnings": sorted(str(one) for one in warnings.filters),
        "events": {name: [f.__qualname__ for f in calls] for name, calls in shell.events.callbacks.items()},
        "config": [shell.config == app.config, sorted(app.config), app.config.HistoryManager],
        "traits": {
            type(one).__name__: {
                name: plainly(getattr(one, name)) for name in one.traits(config=True) if name not in own
            }
            for one in configurable
        },
        "formatters": {
            name: sorted(map(str, f.type_printers)) for name, f in shell.display_formatter.formatters.items()
        },
        "extensions": sorted(shell.extension_manager.loaded),
        "magics": sorted(shell.magics_manager.magics["line"]),
        "comm": sorted(shell.kernel.comm_manager.targets),
        "signals": {one.name: plainly(signal.getsignal(one)) for one in signal.Signals},
        "blocked": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])),
        "process": [status[name] for name in ("Umask", "NoNewPrivs", "Uid", "Groups", "SigIgn", "SigCgt")],
        "limits": {name: resource.getrlimit(getattr(resource, name)) for name in dir(resource) if "RLIMIT_" in name},
        "priority": [os.nice(0), sorted(os.sched_getaffinity(0)), os.sched_getscheduler(0)],
        "leads": [os.getsid(0) == os.getpid(), os.getpgrp() == os.getpid()],
        "cwd": os.getcwd(),
        "environment": dict(os.environ),
        "locale": [locale.setlocale(number) for number in range(6)],
        "zone": [time.tzname, time.timezone],
        "stdin": [os.readlink("/proc/self/fd/0").split(":")[0], sys.stdin.encoding, sys.stdin.read()],
        "output": [type(sys.stdout).__name__, sys.__stdout__.encoding, sys.__stdout__.line_buffering],
        "logging": {
            name: [logging.getLogger(name).level, *map(plainly, logging.getLogger(name).handlers)] for name in loggers
        },
        "loop": [plainly(asyncio.get_event_loop_policy()), type(asyncio.get_event_loop()).__name__],
        "collector": [gc.isenabled(), gc.get_threshold(), gc.get_debug()],
        "parent": [app.parent_handle == os.getppid(), type(app.poller).__name__],
    }


def libraries():
    import decimal
    import warnings

    import matplotlib
    import numpy
    import pandas
    import pyarrow

    warnings.simplefilter("ignore")  # deprecated options
    return {
        "pandas": {name: str(pandas.get_option(name)) for name in pandas._config.config._registered_options},
        "matplotlib": {name: str(value) for name, value in matplotlib.rcParams.items()},
        "settings": matplotlib.matplotlib_fname(),
        "numpy": [str(numpy.geterr()), str(numpy.get_printoptions())],
        "decimal": str(decimal.getcontext()),
        "arrow": [pyarrow.cpu_count(), pyarrow.io_thread_count(), pyarrow.default_memory_pool().backend_name],
    }


def probed():
    import json

    return json.dumps(facts() | libraries(), default=str, sort_keys=True)
