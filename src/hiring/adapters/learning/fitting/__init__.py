"""Training with LightGBM and scikit-learn."""
