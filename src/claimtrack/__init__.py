"""Version control for claims."""
