"""Each table's specification, once: stores, rights and documents derive from it.

Among the ports and not in the domain: who may do what, and in which columns rows are kept, is a store's
business, and the domain is embedded where there is none.
"""
