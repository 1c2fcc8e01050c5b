"""综合评价: the table of everything, the candidate list, the report to the leading group (articles 13(5), 18(7))."""
