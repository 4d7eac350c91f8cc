"""The pages for stakeholders, each behind a notebook of three lines in `notebooks/apps`: assess, peers, portfolio."""
