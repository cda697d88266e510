"""Pages of the follow-up, by moment: the referent's day, one participation, one meeting."""
