"""Official papers (公文) as PDF and Word after GB/T 9704-2012. The words come from the caller; here is only how they stand."""
