"""Training the events head: the examples, what is asked of them, and the nets; `../events.py` is the command."""
