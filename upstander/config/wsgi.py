"""What the web server calls."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from upstander.config.proxy import Application, with_visitors_address


def _application() -> Application:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upstander.config.settings")
    django = get_wsgi_application()
    return with_visitors_address(django) if settings.BEHIND_PROXY else django


application = _application()
