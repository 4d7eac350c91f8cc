"""Performance of the management team: what it scores, and what its participants grew.

    from benchlib.compare.management import shift_share, subindex, value_added
    from benchlib.rules import loading
    from benchlib.rules.management import Management

    rules, spec = loading.read(Management, "management"), loading.competitiveness()
    tables["management"] = subindex.subindex(wide_points, framework, highest)
    tables["value_added"] = value_added.value_added(facts.frames, rules, spec)
    tables["shift_share"] = shift_share.shift_share(facts.frames, rules, spec, standing)

`wide_points` and `highest` are what `compare.excellence.excellence` takes: one row an organisation (cluster_id), one
column a scored indicator. The sub-index has its standing as one more item of `peers.standing`:

    wide[subindex.ITEM] = tables["management"].set_index("cluster_id")["percent"]

- `subindex`: share of points on the indicators marked `management: true`, with bounds where answers are missing.
- `value_added`: growth of the participants beyond country, area, size, type and year: a random intercept per cluster.
- `shift_share`: growth of their employment as that of all, of the area, and their own.
- `window`, `growth`: years looked at, members, growth of each participant. `intercepts`: the model behind value added.
"""
