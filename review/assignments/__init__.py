"""分派: who reviews which application in which round, and when it ended."""
