"""Training with LightGBM, and models on disk.

`model_store`, `boosting` and `native`, which serve, import nothing heavy. `trainer`, `packing`, `trees` and
`calibrators` import LightGBM, which brings pandas and scikit-learn along (1-2 s): they are loaded when a
model is made.
"""
