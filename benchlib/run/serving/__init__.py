"""Widget notebooks as pages for people who know nothing of notebooks, and may be hostile: Voila, closed down.

- `address`, `limits`: where it is found, and how much of everything there is.
- `visits`: who may come in: personal links, asked for at the door (`handlers.Enter`).
- `surroundings`: what of the environment and of an address a kernel is told.
- `sessions`: which kernels run, for whom, and when they end.
- `pages`: from a click to a page. `running`: its notebook, cell by cell. `look`: templates and headers.
- `channels`: what a browser may say to its kernel, and what it is told. `messages`: the rules for that.
- `handlers`: health, entrance, home, assets, and the end of a session.
- `faults`: what people and the log are told when something fails.
- `app`: all of it put together. `warming`: what kernels have imported before they are forked.
"""
