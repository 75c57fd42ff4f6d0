"""All settings, from the environment; ``NAME_FILE`` reads any of them from a file (see ``environment``).

GONGKAI_HOME: the folder of this installation: database, files, mail; below it, unless moved, the keys
GONGKAI_KEYS: the folder of the keys; on another disk is better
DATABASE_URL: another database than SQLite under GONGKAI_HOME, as postgres://user:password@host/name
GONGKAI_ADDRESS: where people reach this installation; mails, exports and permanent addresses print it
GONGKAI_HOSTS: further host names it answers to, with commas
GONGKAI_HTTPS: people come over HTTPS (cookies, HSTS, redirects)
GONGKAI_TRUSTED_PROXIES: addresses or networks whose X-Forwarded headers are believed, with commas
GONGKAI_SITE_NAME: name at the head of the portal; otherwise the district's
GONGKAI_SITE_CODE: 网站标识码 in the footer
GONGKAI_ICP: ICP备案号 in the footer
GONGKAI_POLICE_RECORD: 公安备案号 in the footer
GONGKAI_COMPLAINTS: 监督举报电话 in the footer
GONGKAI_CHECK_LINKS: whether addresses outside that published texts link to are asked for; off in a demonstration
GONGKAI_API_RATE: requests a minute that one address may make to the API
GONGKAI_ASK_RATE: requests for information an hour that one address may submit without answering a question
GONGKAI_UPLOAD_RATE: uploads an hour that one address may make so; 0 in any of these: no limit
GONGKAI_LOOKUP_RATE: look-ups by number and code in ten minutes that one address may make so
GONGKAI_LOOKUP_FAILURES: how many of them may fail before the question is asked
GONGKAI_EXPORTS: folders that are kept as static exports, one a line: 统一社会信用代码 /folder [--below]
GONGKAI_REPORT_REMIND: on which working days before its last one an annual report is reminded of, with commas
GONGKAI_INSIDE_HOSTS: names inside your network that may be asked (platforms items are pushed to or taken from)
GONGKAI_CLAMD: virus scanner, unix:/path or host:port; without one files are shown as not scanned
GONGKAI_IDLE_MINUTES: a session ends after so many minutes without a request
GONGKAI_SESSION_HOURS: a session ends after so many hours in any case
GONGKAI_SECRET_KEY: signs sessions and links; otherwise made on first run and kept among the keys
GONGKAI_EMAIL_HOST: mail server; without one mails lie under GONGKAI_HOME/mail
GONGKAI_EMAIL_PORT: its port
GONGKAI_EMAIL_USER: its user
GONGKAI_EMAIL_PASSWORD: its password
GONGKAI_EMAIL_TLS: STARTTLS
GONGKAI_EMAIL_FROM: sender of mails
GONGKAI_IMAP_URL: mailboxes that take requests, one a line: 统一社会信用代码 imaps://user:password@host/folder
GONGKAI_TEXT_URL: text-message gateway (https://…), or files (under GONGKAI_HOME/texts); without one none is sent
GONGKAI_TEXT_BODY: what is posted to it, as JSON; {number}, {text}, {id} and {token} stand for theirs
GONGKAI_TEXT_AS: json or form, how it is posted
GONGKAI_TEXT_HEADER: header with the token
GONGKAI_TEXT_TOKEN: its secret
GONGKAI_TEXT_SUCCESS: what its answer says of a message it took, as path=expression; else the status says it
GONGKAI_PAGE_MEMORY: megabytes of finished pages that each process keeps ready; 0: none
GONGKAI_LOG_LEVEL: DEBUG, INFO, WARNING or ERROR
GONGKAI_LOG_MONTHS: months for which results of background work and the words of sent notices are kept, at least 6
GONGKAI_DEBUG: for developing only
GONGKAI_DEMO: the demonstration: invented persons may sign in
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gongkai import databases, environment, keys

HOME = Path(environment.text("GONGKAI_HOME", "var")).resolve()
KEYS = Path(environment.text("GONGKAI_KEYS", str(HOME / "keys"))).resolve()
FILES = HOME / "files"
HOME.mkdir(mode=0o750, parents=True, exist_ok=True)

DEBUG = environment.switch("GONGKAI_DEBUG")
# The demonstration: invented persons whose passwords are printed. They can sign in only while this is on.
GONGKAI_DEMO = environment.switch("GONGKAI_DEMO")
GONGKAI_HTTPS = environment.switch("GONGKAI_HTTPS", default=not (DEBUG or GONGKAI_DEMO))
# Where people reach this installation from outside; mails and exports print it.
GONGKAI_ADDRESS = environment.text("GONGKAI_ADDRESS", "http://127.0.0.1:8000").rstrip("/")

# What the portal's head and footer must say; empty ones are left out.
GONGKAI_SITE_NAME = environment.text("GONGKAI_SITE_NAME")
GONGKAI_SITE_CODE = environment.text("GONGKAI_SITE_CODE")
GONGKAI_ICP = environment.text("GONGKAI_ICP")
GONGKAI_POLICE_RECORD = environment.text("GONGKAI_POLICE_RECORD")
GONGKAI_COMPLAINTS = environment.text("GONGKAI_COMPLAINTS")
# Whether addresses outside that published texts link to are asked for now and then (publication.checks).
GONGKAI_CHECK_LINKS = environment.switch("GONGKAI_CHECK_LINKS", default=not GONGKAI_DEMO)
# Requests a minute from one address that the interface answers, for each process; 0: no limit.
GONGKAI_API_RATE = environment.number("GONGKAI_API_RATE", 300)

# Megabytes of finished pages that each process keeps; none is ever handed out stale (portal.kept_pages).
GONGKAI_PAGE_MEMORY = environment.number("GONGKAI_PAGE_MEMORY", 32)

# What one address may do before it is asked a question, and a tenth of what it may do at all (ui.limits).
GONGKAI_ASK_RATE = environment.number("GONGKAI_ASK_RATE", 10)
GONGKAI_UPLOAD_RATE = environment.number("GONGKAI_UPLOAD_RATE", 60)
GONGKAI_LOOKUP_RATE = environment.number("GONGKAI_LOOKUP_RATE", 30)
GONGKAI_LOOKUP_FAILURES = environment.number("GONGKAI_LOOKUP_FAILURES", 10)
# Made anew by the background process whenever something changed (portal.exported.keeping).
GONGKAI_EXPORTS = environment.text("GONGKAI_EXPORTS")
# Besides the last working day itself, and once it is over (reports.reminding).
GONGKAI_REPORT_REMIND = environment.words("GONGKAI_REPORT_REMIND", "15,5,1")
# Everything else inside is refused (gongkai.outgoing).
GONGKAI_INSIDE_HOSTS = environment.words("GONGKAI_INSIDE_HOSTS", "")
# Only a scanner that answers lets a file pass (documents.scanning).
GONGKAI_CLAMD = environment.text("GONGKAI_CLAMD")

SECRET_KEY = environment.text("GONGKAI_SECRET_KEY") or keys.read(KEYS, "secret_key")
FIELD_KEYS = keys.read(KEYS, "field_keys").split()
HMAC_KEYS = keys.read(KEYS, "hmac_key").split()

_address_host = urlsplit(GONGKAI_ADDRESS).hostname or "localhost"
ALLOWED_HOSTS = [*environment.words("GONGKAI_HOSTS", "localhost,127.0.0.1,[::1]"), _address_host]
CSRF_TRUSTED_ORIGINS = [GONGKAI_ADDRESS] if GONGKAI_ADDRESS.startswith("https://") else []
# Addresses or networks whose X-Forwarded-* headers are believed; from anybody else they are thrown away.
TRUSTED_PROXIES = environment.networks("GONGKAI_TRUSTED_PROXIES")

INSTALLED_APPS = [
    "gongkai.ui",  # before allauth: our templates win
    "gongkai.portal",
    "gongkai.desk",
    "gongkai.api",
    "gongkai.reports",
    "gongkai.cases",
    "gongkai.publication",
    "gongkai.review",
    "gongkai.supervision",
    "gongkai.search",
    "gongkai.letters",
    "gongkai.notices",
    "gongkai.documents",
    "gongkai.agencies",
    "gongkai.accounts",
    "gongkai.audit",
    "gongkai.jobs",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "gongkai.ui.request_number.request_number",
    "gongkai.ui.signin.proxies.trusted_proxies",
    "gongkai.ui.limits.gate",
    "django.middleware.security.SecurityMiddleware",
    "gongkai.ui.headers.security_headers",
    "gongkai.portal.kept_pages.kept_pages",
    # A page is a third on the way; Django pads what it packs, so that its length gives no secret away (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gongkai.api.interface.interface",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gongkai.ui.signin.sessions.sessions_end",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gongkai.ui.signin.second_factor.second_factor_first",
    "gongkai.ui.bodies.bodies_are_bounded",
    "gongkai.ui.refusals.Refusals",
]

ROOT_URLCONF = "gongkai.urls"
CSRF_FAILURE_VIEW = "gongkai.ui.errors.csrf_failure"
WSGI_APPLICATION = "gongkai.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["gongkai.ui.templatetags.addresses"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongkai.ui.context.page",
            ],
        },
    },
]

DATABASES = {"default": databases.configuration(environment.text("DATABASE_URL"), HOME / "gongkai.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, so that lock-out counts hold across processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "gongkai_cache",
        # Django's 300 would let whoever tries as many names push out the counts that lock them out.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

# -- who may sign in -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["gongkai.ui.signin.backend.StaffBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "gongkai.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("username", "name", "email")}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]  # fmt: skip
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 24 * 3600

ACCOUNT_ADAPTER = "gongkai.ui.signin.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Ten wrong passwords a minute from one address, five in fifteen minutes for one name.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/15m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Gongkai"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_ADAPTER = "gongkai.ui.signin.adapter.SecondFactorAdapter"

SESSION_IDLE_MINUTES = environment.number("GONGKAI_IDLE_MINUTES", 30)
SESSION_HOURS = environment.number("GONGKAI_SESSION_HOURS", 10)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# What may bear a secrecy marking touches no disk before it was looked at (``ui.uploads``).
FILE_UPLOAD_HANDLERS = [
    "gongkai.ui.hashing.HashingUploadHandler",
    "gongkai.ui.uploads.InMemoryUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# A district drops its reports at once; ``reports.taking_in`` holds the same bound and says so in words.
DATA_UPLOAD_MAX_NUMBER_FILES = 200

# -- transport -------------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = GONGKAI_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if GONGKAI_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = GONGKAI_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_REFERRER_POLICY = "same-origin"
# Only a trusted proxy can bring this header so far; see ui.signin.proxies.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

# -- mail ------------------------------------------------------------------------------------------------
EMAIL_HOST = environment.text("GONGKAI_EMAIL_HOST")
EMAIL_PORT = environment.number("GONGKAI_EMAIL_PORT", 587)
EMAIL_HOST_USER = environment.text("GONGKAI_EMAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("GONGKAI_EMAIL_PASSWORD")
EMAIL_USE_TLS = environment.switch("GONGKAI_EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("GONGKAI_EMAIL_FROM", "gongkai@localhost")
# Without a mail server mails lie in a folder of the installation, where the one who runs it finds them.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = HOME / "mail"
# Passwords stand in it: better from a file (GONGKAI_IMAP_URL_FILE).
GONGKAI_IMAP_URL = environment.text("GONGKAI_IMAP_URL")

# -- text messages ---------------------------------------------------------------------------------------
GONGKAI_TEXT_URL = environment.text("GONGKAI_TEXT_URL") or ("files" if GONGKAI_DEMO else "")
GONGKAI_TEXT_BODY = environment.text(
    "GONGKAI_TEXT_BODY", '{"mobile": "{number}", "content": "{text}", "id": "{id}"}'
)
GONGKAI_TEXT_AS = environment.text("GONGKAI_TEXT_AS", "json")
GONGKAI_TEXT_HEADER = environment.text("GONGKAI_TEXT_HEADER", "Authorization: Bearer {token}")
# A secret: better from a file (GONGKAI_TEXT_TOKEN_FILE).
GONGKAI_TEXT_TOKEN = environment.text("GONGKAI_TEXT_TOKEN")
GONGKAI_TEXT_SUCCESS = environment.text("GONGKAI_TEXT_SUCCESS")

# 《网络安全法》 asks for six months of logs at least; a shorter setting is refused (E006). The audit chain stays.
GONGKAI_LOG_MONTHS = environment.number("GONGKAI_LOG_MONTHS", 12)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "gongkai.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": environment.text("GONGKAI_LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "NOTSET", "propagate": True},
        # At DEBUG these write down all that a page shows and all that a statement holds.
        "django.template": {"handlers": [], "level": "INFO", "propagate": True},
        "django.db.backends": {"handlers": [], "level": "INFO", "propagate": True},
        # One line a tick of its own would drown everything else.
        "django_tasks": {"handlers": [], "level": "WARNING", "propagate": True},
        "django_tasks_db": {"handlers": [], "level": "WARNING", "propagate": True},
        # It greets whoever loads it.
        "pikepdf": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
