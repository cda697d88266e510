"""Public pages of the pathway: programmes, stages and lines, calls, territories, glossary."""
