"""The shipped servers, one after the other, as `tests/deploy` starts them."""

from tests.deploy.conftest import serve

__all__ = ["serve"]
