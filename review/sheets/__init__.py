"""评分表: drafts as typed, locked sheets, outliers, the closing of a round."""
