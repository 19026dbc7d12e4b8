"""Banks, their documents and questions, and what becomes of both when a file is brought in again."""
