"""Write briefings for scrutiny meetings: the facts, the questions that follow from them, and the document."""
