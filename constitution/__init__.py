"""Write a constitution together: articles in git, amendments as branches, votes as records."""

__all__ = ["__version__"]

__version__ = "0.1.0"
