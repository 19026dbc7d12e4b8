"""Documents: from a teacher's file to drafts, from drafts to questions of a bank."""
