"""The reviewer's word: what may be changed, in which order, and how it survives a new identification."""
