"""What members in good standing alone may read: pages and documents.

`restriction_type` puts the choice into Wagtail's privacy dialogs, `readers`
asks who is reading, `gate` stands before pages and documents, `versions` keeps
the languages of a page alike.
"""
