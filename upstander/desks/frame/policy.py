"""The content security policy in each answer's head."""

from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase

_written = cache(build_policy)  # from settings.CONTENT_SECURITY_POLICY


class ContentSecurityPolicy(CSPMiddleware):
    """The same for every page, so it is written once: no page has a nonce or an exception of its own."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault(HEADER, _written())
        return response
