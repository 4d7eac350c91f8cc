"""A research workbench for benchmarking cluster organisations."""
