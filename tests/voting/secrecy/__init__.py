"""That a secret ballot stays secret: in the schema, in the files, and against whoever can read them all."""
