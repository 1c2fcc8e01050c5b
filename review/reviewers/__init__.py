"""评审员: the pool, invitations, pledges (article 14)."""
