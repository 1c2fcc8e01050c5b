"""Acts of two hands that change no state: what one prepares, another of the same unit confirms exactly."""
