"""Addresses of accounts. The library's own follow after these; who may open them is in accounts/signin.py."""

from django.urls import path

from accounts import signin
from accounts.colleagues import views as colleagues
from accounts.forgotten import views as forgotten
from accounts.grants import views as grants
from accounts.mailbox import views as mailbox
from accounts.people import views as people
from accounts.registration import views as registration
from accounts.security import views as security
from accounts.signing import views as signing
from accounts.system import views as system
from accounts.units import bodies, house
from accounts.units import views as units

urlpatterns = [
    path("accounts/login/", signin.login, name="account_login"),
    path("accounts/password/change/", signin.change_password, name="account_change_password"),
    path("accounts/reauthenticate/", signin.reauthenticate, name="account_reauthenticate"),
    path("accounts/2fa/authenticate/", signin.authenticate, name="mfa_authenticate"),
    path("accounts/inactive/", signin.inactive, name="account_inactive"),
    path("accounts/identity/", grants.identity, name="identity"),
    path("accounts/forgotten/", forgotten.forgotten, name="forgotten"),
    path("accounts/mailbox/", mailbox.mailbox, name="mailbox"),
    path("accounts/signing/challenge/", signing.challenge, name="signing_challenge"),
    path("accounts/unit/", units.own_unit, name="own_unit"),
    path("accounts/unit/people/", colleagues.colleagues, name="colleagues"),
    path("accounts/unit/people/<uuid:pk>/leave/", colleagues.colleague_leave, name="colleague_leave"),
    path("accounts/unit/invitations/<uuid:pk>/withdraw/", colleagues.invitation_withdraw, name="invitation_withdraw"),
    path("accounts/unit/join/", colleagues.join_unit, name="join_unit"),
    path("register/", registration.register, name="register"),
    path("register/organization/", registration.register_organization, name="register_organization"),
    path("register/person/", registration.register_person, name="register_person"),
    path("register/colleague/", colleagues.register_colleague, name="register_colleague"),
    path("units/", units.units, name="units"),
    path("units/<uuid:pk>/confirm/", units.unit_confirm, name="unit_confirm"),
    path("units/<uuid:pk>/refuse/", units.unit_refuse, name="unit_refuse"),
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/new/", bodies.body_new, name="body_new"),
    path("bodies/<uuid:pk>/", bodies.body, name="body"),
    path("bodies/<uuid:pk>/switch/", bodies.body_switch, name="body_switch"),
    path("people/", people.people, name="people"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/<uuid:pk>/", people.person, name="person"),
    path("people/<uuid:pk>/password/", people.person_password, name="person_password"),
    path("people/<uuid:pk>/switch/", people.person_switch, name="person_switch"),
    path("people/<uuid:pk>/factors/", people.person_factors, name="person_factors"),
    path("grants/", grants.grants, name="grants"),
    path("grants/new/", grants.grant_new, name="grant_new"),
    path("grants/units/", house.house_units, name="house_units"),
    path("grants/units/<uuid:pk>/", house.house_unit, name="house_unit"),
    path("grants/<uuid:pk>/confirm/", grants.grant_confirm, name="grant_confirm"),
    path("grants/<uuid:pk>/end/", grants.grant_end, name="grant_end"),
    path("audit/", security.audit, name="audit"),
    path("system/", system.system, name="system"),
]
