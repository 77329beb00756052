"""The exceptions that copydesk raises."""

from __future__ import annotations


class CopydeskError(Exception):
    """Base class of every exception that copydesk raises on its own.

    ``source`` and ``url`` name the page if known, otherwise they are ``None``.
    """

    source: str | None = None
    url: str | None = None


class SourceError(CopydeskError):
    """A file or a record of an archive cannot be read."""


class LimitError(CopydeskError):
    """A page exceeds one of the limits ``max_bytes``, ``max_nodes`` or ``max_time``."""


class TimeLimitError(LimitError, TimeoutError):
    """Cleaning a page took longer than ``max_time``."""


class NotTextError(CopydeskError):
    """A page is a picture, a document, an archive or another file that is not HTML or text."""


class EncodingError(CopydeskError):
    """The encoding given for a page is not a WHATWG label."""


class RuleError(CopydeskError):
    """A site rule or its CSS selector is invalid."""


class OptionError(CopydeskError, ValueError):
    """The value of an option is invalid."""


for _kind in (CopydeskError, SourceError, LimitError, TimeLimitError, NotTextError, EncodingError, RuleError, OptionError):
    # Users import them from the package, and pickles name them by this path.
    _kind.__module__ = "copydesk"
