"""现场评审: visits, findings, the panel report and its signatures (article 18(5))."""
