"""The contract: the OpenAPI document, and the page that shows it."""
