"""Other identifiers, asked in the same way about the same films and the same library."""
