"""Tables that the Home Office publishes: uses of Tasers by force and year."""
