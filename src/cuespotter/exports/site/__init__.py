"""A static site: a page for each film, list, piece of music and composer, an index, a search, a feed."""
