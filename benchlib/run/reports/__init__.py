"""Editions and their reports, however they are stopped.

- `batch`: many reports into one edition. `content`: what the edition says, computed once. `subjects`: whom a report is
  about. `frame`: the pages around the reports. `progress`: the bar.
- `edition`: its folder. `manifest`, `inventory`: what was said of its reports, and what stands there. `fingerprints`:
  what a report rests on. `locking`: one batch at a time. `whole`: files that are whole or not there.
- `report`: one report. `session`, `kernel`, `watch`: its notebook run in a kernel within limits. `pdf`: its page for
  print.
"""
