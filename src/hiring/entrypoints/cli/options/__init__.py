"""What several commands share: options, who works here, and the store."""
