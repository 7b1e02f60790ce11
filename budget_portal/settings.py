"""Settings of the portal, from the environment.

PORTAL_MODE=local (the default) serves one machine: loopback only, key and database made here.
PORTAL_MODE=production refuses to start until everything that protects it is named.

DATABASE_URL is the role that the application logs in as; it owns nothing, so nobody can change
through it what was published or logged. OWNER_DATABASE_URL is the role that owns the tables of
the same database; `manage.py migrate` uses it, makes the first role where it is missing, and
grants it what the application needs. Name it where migrations run and nowhere else; without it
one role does both. A local portal has both roles in its own cluster.
"""

import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured
from environs import Env
from psycopg.conninfo import conninfo_to_dict

from budget_portal.local import postgres

django_stubs_ext.monkeypatch()

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
SECRET_KEY_LENGTH: Final = 50
LOOPBACK: Final = ["localhost", "127.0.0.1", "[::1]"]


def _mode() -> str:
    """Which of the two modes the environment asks for."""
    mode = env.str("PORTAL_MODE", "local")
    if mode not in {"local", "production"}:
        raise ImproperlyConfigured(f"PORTAL_MODE is {mode!r}; use local or production.")
    return mode


def _required(name: str, hint: str) -> str:
    """Value that production may not do without."""
    value = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(f"Production needs {name}: {hint}.")
    return value


def _local_secret_key() -> str:
    """Key of this machine, made once and readable by its owner only."""
    file = VAR_DIR / "secret_key"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f"secret_key.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(SECRET_KEY_LENGTH), encoding="ascii")
        try:
            file.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_text(encoding="ascii")


def _production_secret_key() -> str:
    """Key given by the operator: long, random, not Django's placeholder."""
    key = _required("SECRET_KEY", f"at least {SECRET_KEY_LENGTH} random characters")
    if len(key) < SECRET_KEY_LENGTH or len(set(key)) < 10 or key.startswith("django-insecure-"):
        raise ImproperlyConfigured(
            f"SECRET_KEY is too weak: give at least {SECRET_KEY_LENGTH} random characters."
        )
    return key


def _production_hosts() -> list[str]:
    """Host names the portal answers to; a wildcard would let anyone forge links."""
    hosts = [host.strip() for host in _required("ALLOWED_HOSTS", "host names").split(",")]
    if any(not host or "*" in host or host.startswith(".") for host in hosts):
        raise ImproperlyConfigured("ALLOWED_HOSTS must list whole host names, without wildcards.")
    return hosts


def _database(address: str, *, is_pooled: bool) -> dict[str, Any]:
    """Django's form of a PostgreSQL address."""
    if not address.startswith(("postgresql://", "postgres://")):
        raise ImproperlyConfigured("The address of a database must start with postgresql://.")
    options: dict[str, Any] = dict(conninfo_to_dict(address))
    return {
        "ENGINE": "budget_portal.database",
        "NAME": options.pop("dbname", ""),
        "USER": options.pop("user", ""),
        "PASSWORD": options.pop("password", ""),
        "HOST": options.pop("host", ""),
        "PORT": str(options.pop("port", "")),
        "OPTIONS": options | ({"pool": True} if is_pooled else {}),
    }


IS_LOCAL = _mode() == "local"
DEBUG = env.bool("DEBUG", False)
if DEBUG and not IS_LOCAL:
    raise ImproperlyConfigured("DEBUG shows data and code to everyone: not in production.")
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)

if IS_LOCAL:
    SECRET_KEY = env.str("SECRET_KEY", "") or _local_secret_key()
    ALLOWED_HOSTS = LOOPBACK
    DATABASE_URL = env.str("DATABASE_URL", "") or postgres.PERSISTENT.address
    _DEFAULT_OWNER = postgres.PERSISTENT.owner_address if postgres.is_wanted() else DATABASE_URL
else:
    SECRET_KEY = _production_secret_key()
    ALLOWED_HOSTS = _production_hosts()
    DATABASE_URL = _required("DATABASE_URL", "postgresql://user:password@host/name")
    _DEFAULT_OWNER = DATABASE_URL

DATABASES = {"default": _database(DATABASE_URL, is_pooled=not IS_LOCAL)}
if REPLICA_DATABASE_URL := env.str("REPLICA_DATABASE_URL", ""):
    # Names several hosts where there are several; libpq takes the first that answers.
    DATABASES["replica"] = _database(REPLICA_DATABASE_URL, is_pooled=not IS_LOCAL)
    DATABASES["replica"]["TEST"] = {"MIRROR": "default"}
    DATABASE_ROUTERS = ["budget_portal.replica.Router"]
# How long one question of a public page may take the database.
PUBLIC_READ_SECONDS = env.float("PUBLIC_READ_SECONDS", 5)
OWNER_DATABASE = _database(env.str("OWNER_DATABASE_URL", "") or _DEFAULT_OWNER, is_pooled=False)
if OWNER_DATABASE["NAME"] != DATABASES["default"]["NAME"]:
    raise ImproperlyConfigured("OWNER_DATABASE_URL and DATABASE_URL must name the same database.")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # What libraries register in the admin by themselves stays out: the desk names its registers.
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "django_tables2",
    "axes",
    "procrastinate.contrib.django",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "disclosures",
]
MIDDLEWARE = [
    "budget_portal.journal.Journal",
    "budget_portal.headers.SecurityHeaders",
    "budget_portal.compression.PublicCompression",
    "budget_portal.authorship.SignedWrites",
    "budget_portal.replica.PublicReads",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "budget_portal.appearance.Appearance",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "disclosures.login.sessions.SessionLimits",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "budget_portal.urls"
WSGI_APPLICATION = "budget_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# People and their logins.
AUTH_USER_MODEL = "disclosures.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "disclosures.access.AppointmentBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "disclosures.login.passwords.StrengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_DAYS = env.int("PASSWORD_DAYS", 90)
LOGIN_URL = "admin:login"

# One-time codes are right for one step of 30 seconds before and after; a clock that drifts is
# not followed.
OTP_TOTP_SYNC = False

# Failed logins: what counts and what is locked is decided in login/lockout.py.
AXES_HANDLER = "disclosures.login.lockout.FailedLogins"
AXES_LOCKOUT_CALLABLE = "disclosures.admin.logins.locked_page"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# Whoever keeps trying does not keep the rightful person out for longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Neither kept nor logged: a mistyped code or password may be nearly the right one.
AXES_SENSITIVE_PARAMETERS = ["username", "code", "csrfmiddlewaretoken"]
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "budget_portal.headers.client_address"

# Language and time of the people who read it.
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# Files: assets of the site, artefacts of publications.
STATIC_URL = "/static/"
# A local portal serves its assets from where they lie, collected or not.
STATIC_ROOT = env.path("STATIC_ROOT", None if IS_LOCAL else BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.path("ARTEFACTS_DIR", VAR_DIR / "artefacts")
# The pages of publications as bytes. What serves them, on however many machines, has to see one
# and the same folder; without one every page is made anew each time.
_KEPT_PAGES = env.str("KEPT_PAGES_DIR", str(VAR_DIR / "kept") if IS_LOCAL else "")
KEPT_DIR = Path(_KEPT_PAGES) if _KEPT_PAGES else None
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
if ARTEFACTS_BUCKET := env.str("ARTEFACTS_BUCKET", ""):
    # An S3-compatible store shared by several machines; its keys are AWS_ACCESS_KEY_ID and
    # AWS_SECRET_ACCESS_KEY in the environment.
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": ARTEFACTS_BUCKET,
            "endpoint_url": env.str("ARTEFACTS_ENDPOINT", "") or None,
            "region_name": env.str("ARTEFACTS_REGION", "") or None,
            "addressing_style": "path",
            # Equal names are equal bytes: each file is stored under its hash.
            "file_overwrite": True,
        },
    }
WHITENOISE_USE_FINDERS = IS_LOCAL
WHITENOISE_AUTOREFRESH = False
FILE_UPLOAD_PERMISSIONS = 0o640

# What a browser may do; the policy itself is in headers.py.
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", 8) * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", 30)
CSRF_COOKIE_HTTPONLY = True
if not IS_LOCAL:
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 365 * 24 * 60 * 60)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Letters to staff: to a mail server where one is named, else on a local machine into files.
EMAIL_HOST = env.str("EMAIL_HOST", "")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 30
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_BACKEND = "django.core.mail.backends." + (
    "smtp.EmailBackend"
    if EMAIL_HOST
    else "filebased.EmailBackend"
    if IS_LOCAL
    else "dummy.EmailBackend"
)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "budget-portal@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
        "json": {"()": "budget_portal.journal.JsonLine"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": env.str("LOG_FORMAT", "line" if IS_LOCAL else "json"),
        }
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "axes": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "portal.request": {"level": "WARNING" if IS_LOCAL else "INFO"},
        "procrastinate": {"level": "WARNING" if IS_LOCAL else "INFO"},
        "procrastinate.blueprints": {"level": "WARNING"},
        "procrastinate.periodic": {"level": "WARNING"},
    },
}

# Whoever collects figures at /metrics bears this; without it the address is unknown.
METRICS_TOKEN = env.str("METRICS_TOKEN", "")

# The portal itself.
PORTAL_NAME = env.str("PORTAL_NAME", "部门预算公开平台")
PORTAL_OPERATOR = env.str("PORTAL_OPERATOR", "")
# What a government site owes its readers in the footer; what is empty is not shown.
SITE_UNDERTAKER = env.str("SITE_UNDERTAKER", "")
SITE_CONTACT = env.str("SITE_CONTACT", "")
SITE_CODE = env.str("SITE_CODE", "")
SITE_ICP_NUMBER = env.str("SITE_ICP_NUMBER", "")
SITE_POLICE_NUMBER = env.str("SITE_POLICE_NUMBER", "")
SITE_FAULTS_URL = env.str("SITE_FAULTS_URL", "")
if SITE_FAULTS_URL and not SITE_FAULTS_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_FAULTS_URL must start with https://.")
# Where people reach it; letters to staff lead there.
PORTAL_URL = env.str(
    "PORTAL_URL", "http://127.0.0.1:8000" if IS_LOCAL else f"https://{ALLOWED_HOSTS[0]}"
).rstrip("/")
OTP_TOTP_ISSUER = PORTAL_NAME
FONTS_DIR = env.path("FONTS_DIR", VAR_DIR / "fonts")
PDF_SECONDS = env.int("PDF_SECONDS", 60)
PDF_MEMORY_MB = env.int("PDF_MEMORY_MB", 1024)
# The signature under the PDF: a PKCS#12 file and its passphrase; a time-stamp authority (RFC 3161).
SIGNING_CERTIFICATE = env.str("SIGNING_CERTIFICATE", "")
SIGNING_PASSPHRASE = env.str("SIGNING_PASSPHRASE", "")
TIMESTAMP_URL = env.str("TIMESTAMP_URL", "")
# Under what terms published data may be used; stated on pages and in data packages.
DATA_LICENCE = {
    "name": env.str("DATA_LICENCE_NAME", "CC-BY-4.0"),
    "title": env.str("DATA_LICENCE_TITLE", "知识共享 署名 4.0 国际（CC BY 4.0）"),
    "path": env.str("DATA_LICENCE_URL", "https://creativecommons.org/licenses/by/4.0/deed.zh-hans"),
}
