"""What the pages of banks send, one module for each sort of page."""
