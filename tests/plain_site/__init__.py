"""A site that uses the voting app and none of our others: no members, no issues, no candidates."""
