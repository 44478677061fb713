"""Import the IOPC's pages of investigations and recommendations: parts of `iopc-recommendations`."""
