"""回避: declared interests, computed conflicts, requests of applicants."""
