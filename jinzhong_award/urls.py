"""All addresses."""

from django.conf import settings
from django.urls import include, path

from jinzhong_award.pages import compliance, demo, display, editions, health, home, house, how, portal, sitemap, timeline, verify

urlpatterns = [
    path("", portal.portal, name="portal"),
    path("how/", how.how, name="how"),
    path("verify/", verify.verify, name="verify"),
    path("verify/program/", verify.program, name="verify_program"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("display/", display.display, name="display"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("home/", home.home, name="home"),
    path("audit/house/", house.audit_house, name="audit_house"),
    path("editions/", editions.editions, name="editions"),
    path("editions/new/", editions.edition_new, name="edition_new"),
    path("editions/<uuid:pk>/", editions.edition, name="edition"),
    path("editions/<uuid:pk>/timeline/", timeline.timeline, name="timeline"),
    path("editions/<uuid:pk>/compliance/", compliance.compliance, name="compliance"),
    path("editions/<uuid:pk>/compliance.pdf", compliance.compliance_pdf, name="compliance-pdf"),
    path("editions/<uuid:pk>/moves/<slug:name>/", editions.edition_move, name="edition_move"),
    path("editions/<uuid:pk>/moves/<slug:name>/send-back/", editions.edition_send_back, name="edition_send_back"),
    # The public's first: an address is looked for in this order.
    path("", include("publicity.urls")),
    path("", include("awards.urls")),
    path("", include("procedure.urls")),
    path("", include("applications.urls")),
    path("", include("review.urls")),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
]

if settings.DEMO:
    urlpatterns += [
        path("demo/", demo.demo, name="demo"),
        path("demo/clock/", demo.move_clock, name="demo_clock"),
        path("demo/rest/", demo.rest, name="demo_rest"),
        path("demo/enter/<str:username>/", demo.enter, name="demo_enter"),
    ]

handler400 = "jinzhong_award.pages.errors.bad_request"
handler403 = "jinzhong_award.pages.errors.forbidden"
handler404 = "jinzhong_award.pages.errors.not_found"
handler500 = "jinzhong_award.pages.errors.broken"
handler429 = "accounts.security.refusal.too_many"
