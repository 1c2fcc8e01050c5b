"""Measurements beside their ceilings, in CPU time of one run. Run by script/bench; docs/operations.md says how to read it."""
