"""What the `constitution` command starts."""

from constitution.cli.main import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
