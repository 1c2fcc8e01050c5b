"""The ceiling of every page, and its settings: a string of 20 KB behind the seven middlewares that Django begins a project with."""

from django.http import HttpResponse
from django.urls import path

SECRET_KEY = "not-a-secret"  # nosec B105 nothing is signed with it
ALLOWED_HOSTS = ["localhost"]
ROOT_URLCONF = "bench.bare"
USE_TZ = True
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def bare(request):
    return HttpResponse("x" * 20_000)


urlpatterns = [path("bare/", bare)]
