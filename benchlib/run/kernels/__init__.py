"""Kernels forked from one warmed process that has imported already what notebooks need.

A kernel provisioner of jupyter_client (`FORKED`), so that papermill, nbval, Voila and JupyterLab all can use it:

    JUPYTER_DEFAULT_PROVISIONER_NAME=benchlib-forked papermill notebook.ipynb out.ipynb

Each kernel is a process of its own with a fresh namespace, its own random state, environment and folder. Where fork is
not to be had, plain kernels start instead.

- `provisioner`: what jupyter_client calls.
- `nursery`: asks the warmed process for a kernel, and starts it where there is none.
- `warmed`: the warmed process. `infant`: what a forked process does to become a kernel.
- `freshness`: whether code has changed since it was imported.
"""

FORKED = "benchlib-forked"  # name of the provisioner, as pyproject.toml declares it
CHOICE = "JUPYTER_DEFAULT_PROVISIONER_NAME"  # the environment variable of jupyter_client that chooses one
