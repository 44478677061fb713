"""Write web pages of cases: their data, layout and templates."""
