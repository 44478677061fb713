"""What the pages of the IOPC say, cell by cell: the parts of the importer `iopc-recommendations`."""
