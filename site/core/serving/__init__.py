"""Starting the whole site on one host: what has to be ready first, and which processes make it up."""
