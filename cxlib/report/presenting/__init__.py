"""What stands behind the presenter: a worker a notebook, the deck they fill, the answers, the votes, the server."""

from .server import Room, serve

__all__ = ["Room", "serve"]
