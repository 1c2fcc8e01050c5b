"""专项评审组: who sits on which panel, its chair, its recorded reserve (articles 13(4), 14)."""
