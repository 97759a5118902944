"""What is alarming, and what is done about it."""
