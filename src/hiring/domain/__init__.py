"""The core: feature rules, labels, partition, threshold and drift. Needs numpy and nothing else.

`from hiring.domain.features import features_of` is the whole embedding story; see README.md.
"""
