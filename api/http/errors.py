"""What the HTTP interface itself refuses, besides what :mod:`graph.errors` names."""

from __future__ import annotations

from collections.abc import Mapping

from graph.errors import InputError, LiantuError, NotFound, StoreError


class ParameterUnknown(InputError):
    """A query parameter that this resource does not have, or one given twice."""


class ParameterInvalid(InputError):
    """A parameter is not of its type, out of bounds, or holds a control character."""


class BodyInvalid(InputError):
    """The body is not the JSON that this resource takes."""


class CursorInvalid(InputError):
    """A cursor that was not made by this service, or for another list."""


class CursorOutdated(LiantuError):
    """The data changed since the cursor was made."""


class NotAcceptable(LiantuError):
    """None of the formats asked for can be had."""


class BodyTooLarge(InputError):
    """The body is larger than allowed."""


class UrlTooLong(InputError):
    """Path and query are longer than allowed."""


class HeadersTooLarge(InputError):
    """The headers are larger than any program needs."""


class MediaTypeUnknown(InputError):
    """The body is of another type than this resource takes."""


class MethodNotAllowed(InputError):
    """The resource does not know this method; ``allow`` names those it knows."""

    allow = ""


class ResourceUnknown(NotFound):
    """There is no resource at this path."""


class HostRefused(LiantuError):
    """The request is addressed to another name than this service's."""


class RemoteRefused(LiantuError):
    """The request comes from another machine, and the service is open to this one only."""


class AccessRefused(LiantuError):
    """Who asks may not; ``headers`` say more to programs."""

    headers: Mapping[str, str] = {}


class KeyMissing(AccessRefused):
    """A key is needed, and the request shows none."""


class KeyInvalid(AccessRefused):
    """What the request shows is no key of this service."""


class KeyExpired(AccessRefused):
    """The key's time is over."""


class KeyRevoked(AccessRefused):
    """The key was taken back."""


class SessionEnded(AccessRefused):
    """The sign-in is over, or its cookie was not made by this service."""


class ScopeMissing(AccessRefused):
    """The key may not do this."""


class CsrfRefused(AccessRefused):
    """A write by cookie that does not show that it comes from a page of this service."""


class OriginRefused(CsrfRefused):
    """A page of another site asks what only programs and pages of this service may."""


class KeyInUrl(InputError):
    """A key in an address, where logs and histories would keep it."""


class QuotaExceeded(InputError):
    """More bytes than the key may leave here."""


class TooManyRequests(AccessRefused):
    """The caller asked more often than allowed."""


class AccessUnusable(StoreError):
    """The file of keys and of what was changed cannot be read or written."""


class StoreMissing(StoreError):
    """There is no store at its place."""


class Overloaded(LiantuError):
    """Too many requests wait already."""


class Unexpected(LiantuError):
    """A fault of the program."""


class QueueFull(LiantuError):
    """As many jobs wait as may."""


class SpaceFull(LiantuError):
    """The files of jobs take all the room that they may."""


class LedgerUnusable(StoreError):
    """The ledger of jobs cannot be read or written now."""


class JobInterrupted(LiantuError):
    """A job was interrupted and is not done again by itself."""


class JobOver(InputError):
    """A job is over, so that it cannot be cancelled; or it is not yet, so that it has no result."""


class ResultExpired(LiantuError):
    """The files of a job are no longer kept."""


class DecidedMeanwhile(InputError):
    """Somebody decided this already, and the request does not say that it knows."""


class StateChanged(InputError):
    """What ``If-Match`` names is not how things are any more."""
