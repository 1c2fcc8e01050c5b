"""监督人员: invited by the leading group to watch an edition, for a matter and a term (article 15)."""
