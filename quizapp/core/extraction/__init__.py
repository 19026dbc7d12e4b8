"""From a document to questions: texts, facts, drafts, and the rules that a sound question keeps."""
