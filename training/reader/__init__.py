"""The reader model: one small encoder over words, and one head for each thing that is read."""
