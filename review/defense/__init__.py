"""陈述答辩: order, slots, questions, absences (article 18(6))."""
