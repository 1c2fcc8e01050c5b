"""受委托机构: what it was entrusted with, for which steps, from when to when (articles 13(2), 13(4), 14)."""
