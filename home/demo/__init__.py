"""The demo content: invented people, fictional districts, and votes run the way real ones are.

Texts are plain data with English and Spanish side by side, one module for
each subject; `loading` writes them, `purging` removes them.
"""
