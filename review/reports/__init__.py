"""评审报告: the materials report and the evaluation report, as papers; the on-site list."""
