"""Pages for people: one self-contained file each, with no script and no network.

`page` imports Jinja2, Matplotlib and scikit-learn (1-2 s): it is loaded when a page is made.
"""
