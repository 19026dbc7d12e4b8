"""Live games: a class plays a bank together, and every acknowledged response is kept."""
