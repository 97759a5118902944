"""What days, alerts and quality say together, for somebody who looks once a day."""
