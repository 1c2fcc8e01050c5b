"""The board of a round: what is done and missing, per application and per reviewer. Never a point."""
