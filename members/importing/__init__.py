"""Reading the list of members from files and other systems; see docs/members.md."""
