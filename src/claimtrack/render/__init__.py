"""How reports, comparisons and problems are shown: in a terminal, as Markdown, and for other programs."""
