"""Read archived documents, find quotations in them and identify their speakers."""
