"""Measurements beside their ceilings, in CPU time of one run. Run by script/bench."""
