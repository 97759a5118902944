"""The page of monitoring. Its charts are drawn here: a service that shows them needs no Matplotlib."""
