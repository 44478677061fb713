"""Import the Home Office's tables of Taser uses by force and year."""
