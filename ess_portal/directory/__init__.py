"""Loading of the facts in `data/`: read, check, compare, write. A refusal names the file, the line and the reason."""
