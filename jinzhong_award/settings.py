"""One settings file for both modes: embedded (no .env) and production. What differs is read from the environment."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from core.secrets import lasting_secret

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

MODE = env("MODE", default="embedded")
if MODE not in ("embedded", "production"):
    raise ImproperlyConfigured("MODE 只能是 embedded 或 production。")
EMBEDDED = MODE == "embedded"
DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)

VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
BUILT_STATIC_DIR = VAR_DIR / "static"
FILES_DIR = VAR_DIR / "files"
for folder in (BUILT_STATIC_DIR, FILES_DIR):
    folder.mkdir(parents=True, exist_ok=True)

DEFAULT_SECRET = "not-a-secret"
SECRET_KEY = env("SECRET_KEY", default="") or (lasting_secret(VAR_DIR / "secret") if EMBEDDED else DEFAULT_SECRET)
# The seed of the key that signs checkpoints (32 bytes, hex) and the key that encrypts ID numbers (32 bytes, hex).
LEDGER_KEY = env("LEDGER_KEY", default="") or (lasting_secret(VAR_DIR / "ledger.key") if EMBEDDED else "")
# Public keys (hex) that signed before LEDGER_KEY was changed: what they signed stays good.
LEDGER_FORMER_KEYS = env.list("LEDGER_FORMER_KEYS", default=[])
IDENTITY_KEY = env("IDENTITY_KEY", default="") or (lasting_secret(VAR_DIR / "identity.key") if EMBEDDED else "")

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"] if EMBEDDED else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

INSTALLED_APPS = [
    "core",
    "accounts",
    "procedure",
    "applications",
    "review",
    "publicity",
    "awards",
    "jinzhong_award",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "core.caching.KeptPages",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.SessionEnd",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.Acting",
    "accounts.middleware.Access",
    "jinzhong_award.middleware.Refusals",
]

ROOT_URLCONF = "jinzhong_award.urls"
WSGI_APPLICATION = "jinzhong_award.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "jinzhong_award.context.house",
            ],
        },
    }
]
FORM_RENDERER = "core.forms.HouseRenderer"

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
DATABASES["default"].setdefault("OPTIONS", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: with DEFERRED, read-then-write transactions are lost under contention. Recursive triggers: without
    # them INSERT OR REPLACE slips past the delete triggers of append-only tables.
    DATABASES["default"]["OPTIONS"] |= {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            " PRAGMA recursive_triggers=ON; PRAGMA busy_timeout=20000; PRAGMA cache_size=-20000;"
        ),
    }
else:
    DATABASES["default"]["OPTIONS"] |= {"pool": {"min_size": 1, "max_size": env.int("DB_POOL", default=8), "timeout": 10}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
    # Counted attempts live here: no flood of other keys may push them out.
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 200_000}

# Public pages, in each process's memory for seconds. Not in the embedded mode, where one moves the clock and looks at once.
CACHES["pages"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 300}}
CACHES["found"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "found", "OPTIONS": {"MAX_ENTRIES": 30}}
# What home pages list, one entry a person: apart, so that it pushes nothing out of what costs more to find.
CACHES["lists"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "lists", "OPTIONS": {"MAX_ENTRIES": 100}}
KEEP_PAGES = env.bool("KEEP_PAGES", default=not EMBEDDED)

# A socket is redis+socket://path for Celery and unix://path for Django's cache.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://") if REDIS_URL else "filesystem://"
if not REDIS_URL:
    queues = {name: VAR_DIR / "queue" / name for name in ("messages", "processed", "control")}
    for folder in queues.values():
        folder.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(queues["messages"]),
        "data_folder_out": str(queues["messages"]),
        "processed_folder": str(queues["processed"]),
        "control_folder": str(queues["control"]),
        "store_processed": False,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Asia/Shanghai"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "collected"
STATICFILES_DIRS = [BASE_DIR / "static", BUILT_STATIC_DIR, ("altcha", BASE_DIR / "node_modules" / "altcha" / "dist" / "workers")]
WHITENOISE_USE_FINDERS = EMBEDDED
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_DIR}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if EMBEDDED
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.passwords.LongEnough", "OPTIONS": {"least": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.ThreeKinds"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/home/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_ADAPTER = "accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = EMBEDDED
MFA_TOTP_ISSUER = "晋中市质量奖"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not EMBEDDED
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
IDLE_MINUTES = env.int("IDLE_MINUTES", default=30)
CSRF_FAILURE_VIEW = "jinzhong_award.pages.errors.csrf_failure"

SECURE_SSL_REDIRECT = not EMBEDDED
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if EMBEDDED else 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not EMBEDDED
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

EMAIL_BACKEND = env("EMAIL_BACKEND", default="django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = env("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="office@localhost")

# What the footer says of the house; an empty one is not shown (no number is ever invented).
SITE = {
    "organiser": env("SITE_ORGANISER", default="晋中市标准化和质量强市领导小组办公室（评选办）"),
    "phone": env("SITE_PHONE", default="0354-0000000（演示号码）" if DEMO else ""),
    "hours": env("SITE_HOURS", default="工作日 8:00—12:00，14:30—18:00" if DEMO else ""),
    "icp": env("SITE_ICP", default=""),
    "police": env("SITE_POLICE", default=""),
    "code": env("SITE_CODE", default=""),
    "demo": DEMO,
}

# A ClamAV daemon that looks at uploads (path of a socket, or host:port; empty: our own signatures only), and whether nginx
# sends the files itself (X-Accel-Redirect to its internal location).
CLAMD = env("CLAMD", default="")
X_ACCEL = env.bool("X_ACCEL", default=False)

# Of a form without its files; and of the largest with them: ten scans of 50 MB. nginx.conf says the second once more.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
LARGEST_BODY = 520 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO" if not EMBEDDED else "WARNING")},
}
