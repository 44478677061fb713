"""What follows from the records: pure functions, records in, records out."""
