"""Training with LightGBM, and models on disk.

`model_store` and what it needs to read a manifest import nothing heavy. `boosting`, `trainer` and `packing`
import LightGBM, which brings pandas and scikit-learn along (1-2 s): they are loaded when a model is scored
or trained.
"""
