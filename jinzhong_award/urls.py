"""All addresses."""

from django.urls import include, path

from jinzhong_award.pages import health, portal

urlpatterns = [
    path("", portal.portal, name="portal"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
]

handler400 = "jinzhong_award.pages.errors.bad_request"
handler403 = "jinzhong_award.pages.errors.forbidden"
handler404 = "jinzhong_award.pages.errors.not_found"
