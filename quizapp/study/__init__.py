"""The learner's side: library, bank page, reader, sittings, and the memory that answers leave."""
