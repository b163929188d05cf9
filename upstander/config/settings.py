"""Django's settings. Everything that differs between installations comes from the environment (docs/deploy.md lists it)."""

from __future__ import annotations

from importlib.metadata import version
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from upstander.config import addresses, env, keys, notify, places

VAR = places.var()
DEMO = env.yes_or_no("DEMO", default=False)
CODE_VERSION: str = version("upstander")  # stored with every verdict

# Where we are and how people reach us
DEBUG = env.yes_or_no("DEBUG", default=False)
PUBLIC_URL = places.public_url()
PUBLIC_HOST = urlsplit(PUBLIC_URL).hostname or ""
LEAVE_TO = env.page_address("LEAVE_TO", "https://www.bbc.co.uk/weather")  # where “Leave this site” goes: somewhere dull
HTTPS = PUBLIC_URL.startswith("https://")
AT_HOME = PUBLIC_HOST in ("localhost", "127.0.0.1", "::1")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]") if AT_HOME else (PUBLIC_HOST,))
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
BEHIND_PROXY = env.yes_or_no("BEHIND_PROXY", default=False)
ROOT_URLCONF = "upstander.config.urls"
WSGI_APPLICATION = "upstander.config.wsgi.application"

# Secrets: given, or made at the first start and kept where only this user can read them
SECRET_KEY = env.secret("SECRET_KEY") or keys.kept_in(VAR / "secret-key")
EVIDENCE_KEY = env.secret("EVIDENCE_KEY") or keys.kept_in(VAR / "evidence-key")
EVIDENCE_FOLDER = env.folder("EVIDENCE_FOLDER", VAR / "evidence")

RECORDS = [
    "people", "organisations", "audit", "outbox", "access", "evidence", "intake", "assessments", "cases",
    "investigations", "policies", "disclosures", "figures",
]  # fmt: skip
DESKS = ["frame", "public", "family", "sealed", "sign_in", "school", "force", "oversight"]


INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    *[f"upstander.desks.{desk}" for desk in DESKS],
    "allauth",
    "allauth.account",
    "allauth.mfa",
    *[f"upstander.records.{record}" for record in RECORDS],
    "upstander.operations",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "upstander.desks.frame.policy.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# The worker imports its tasks by itself; who only enqueues names them (records/outbox/queue.py)
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""

# Pages: ours are Jinja2 in each app's jinja2/ folder; Django's own engine stays for allauth's
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "upstander.desks.frame.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ],
        },
    },
]
COMPILED_TEMPLATES = VAR / "templates"

# The database, as the application's role (config/connections.py: the owner to migrate, the pool to serve)
DATABASE_SERVER = addresses.chosen(VAR)
DATABASES = {"default": DATABASE_SERVER.app.for_django()}
DATABASE_POOL = {
    "min_size": 2,
    "max_size": env.whole_number("DATABASE_CONNECTIONS", 16, low=2, high=200),
    "timeout": 5,  # seconds that a person waits before being told that it does not work
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# Signing in
AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "landing"
ACCOUNT_ADAPTER = "upstander.desks.sign_in.adapters.Accounts"
MFA_ADAPTER = "upstander.desks.sign_in.adapters.SecondFactors"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by invitation, so the address is known before there is an account
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = (
    15 * 60
)  # seconds: whoever first has to install an app for the codes is not asked again meanwhile
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Upstander"
MFA_TOTP_TOLERANCE = 1  # the code before and the one after: telephones' clocks differ
MFA_RECOVERY_CODES_SHOW_ONCE = True
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0  # allauth limits tries by address

# What a browser may do with our pages
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        **{f"{kind}-src": [SELF] for kind in ("script", "style", "font", "connect")},
        "img-src": [
            SELF,
            "data:",
        ],  # data: for the tab's icon, which stands in the page so that a first visit asks for nothing more
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # asked by the machine itself, which does not go through the proxy
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # not Strict: the link in "there is something to read" must find a signed-in reader
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "upstander.desks.frame.errors.csrf_failure"
SESSION_ENGINE = "upstander.config.sessions"
SESSION_COOKIE_AGE = 10 * 3600  # seconds: one working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# What people send: 20 files of 25 MB, read in pieces and never held in memory whole
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = ["upstander.desks.frame.uploads.UpToTheLimit"]  # also before a view had its say
FILE_UPLOAD_PERMISSIONS = 0o600

# Static files: hashed names, compressed once, kept by browsers for ever
STATIC_URL = "static/"
STATIC_ROOT = env.folder("STATIC_FOLDER", VAR / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Language and time
LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "Europe/London"

# E-mail: an SMTP server, or a folder that make run names
SMTP_HOST = env.text("SMTP_HOST", "")
EMAIL_FOLDER = places.email()
if SMTP_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = SMTP_HOST
    EMAIL_PORT = env.whole_number("SMTP_PORT", 587, low=1, high=65535)
    EMAIL_HOST_USER = env.text("SMTP_USER", "")
    EMAIL_HOST_PASSWORD = env.secret("SMTP_PASSWORD") or ""
    _SMTP_SECURITY = env.text("SMTP_SECURITY", "starttls", among=("starttls", "tls", "none"))
    EMAIL_USE_TLS, EMAIL_USE_SSL = _SMTP_SECURITY == "starttls", _SMTP_SECURITY == "tls"
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "upstander.operations.mail.folder.EmailBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("EMAIL_FROM", f"Upstander <upstander@{PUBLIC_HOST}>")

# GOV.UK Notify: carries what it has a template for; e-mail otherwise goes as above, and texts not at all (docs/delivery.md)
NOTIFY_API_KEY = notify.key()
NOTIFY_URL = env.web_address("NOTIFY_URL", "https://api.notifications.service.gov.uk")
NOTIFY_TEMPLATES = notify.templates()

# Logs say which page and which error, never what was typed (config/logs.py)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"nameless": {"()": "upstander.config.logs.WithoutPersonalData"}},
    "formatters": {"plain": {"()": "upstander.config.logs.Plain"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["nameless"]}},
    "root": {"handlers": ["out"], "level": "WARNING"},
    "loggers": {
        "upstander": {"level": "INFO"},
        "django.request": {"level": "ERROR"},  # a page that is not there is nobody's fault
        "psycopg.pool": {
            "level": "ERROR"
        },  # it warns of each of many attempts; what failed for want of a connection says so itself
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
    },
}
