"""What an index expects of its input, one generator of faults for each matter; nothing is repaired, nothing skipped.

`meta` what META must be; `data` what DATA must be beside it; `settings` what the configuration asks of both;
`values` what a method asks of the numbers that reach it.
"""
