"""Documents that the program writes about itself: what is declared in code is printed, never told twice."""
