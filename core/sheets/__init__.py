"""Lists as Excel files, out and in. What stands in them comes from the caller."""
