"""Kernels forked from one warmed process that has imported already what notebooks need.

A kernel provisioner of jupyter_client (`FORKED`), so that papermill, nbval, Voila and JupyterLab all can use it:

    JUPYTER_DEFAULT_PROVISIONER_NAME=benchlib-forked papermill notebook.ipynb out.ipynb

or, for one kernel, `"metadata": {"kernel_provisioner": {"provisioner_name": "benchlib-forked"}}` in its kernel.json.

Each kernel is a process of its own with a fresh namespace, its own random state, environment and folder. Where a kernel
cannot be forked, a plain one starts instead, and it is said why. What is imported before is chosen by `WARM`; code that
has changed since is noticed when a kernel is ordered. A kernel ends with its client, and with the process that started
the warmed one.

It differs from a plain kernel in this, and in nothing else that is known:
- Linear algebra has one thread. Where `OMP_NUM_THREADS` or its like ask for more, plain kernels start.
- Modules are loaded already: `sys.modules` holds them, and they have added their filters to `warnings` before IPython
  has. A cell that shows a number of numpy before anything imports numpy shows 1.5, and not np.float64(1.5).
- Kernels of one warmed process share the secret of `hash(str)`: sets of texts have the same order in all of them.
- The collector leaves alone what was there at the fork; `gc.get_objects()` does not list it.
- `sys.orig_argv`, and what `ps` shows, name the warmed process.

- `provisioner`: what jupyter_client calls. `obstacles`: why a kernel cannot be forked.
- `nursery`: the way to the warmed process, which it starts where there is none. `lines`, `messages`: what goes on it.
- `surroundings`: what processes take over when they start; kernels that differ in it come from different processes.
- `warmed`: the warmed process. `ground`: what it has prepared. `freshness`: whether code has changed since.
- `house`: its clients and their kernels.
- `infant`: what a forked process does to become a kernel. `notebook`: what libraries are told in it.
"""

FORKED = "benchlib-forked"  # name of the provisioner, as pyproject.toml declares it

# Environment variables:
CHOICE = "JUPYTER_DEFAULT_PROVISIONER_NAME"  # of jupyter_client: which provisioner starts kernels
DOOR = "BENCHLIB_NURSERY"  # the socket of a warmed process that a parent has started for its workers
WARM = "BENCHLIB_WARM"  # module:function that imports what notebooks need
MEMORY = "BENCHLIB_MEMORY_MB"  # how much a kernel may take, in megabytes beyond what it starts with
