"""Only the addresses that we use. Most names are those by which allauth looks for them."""

from allauth.account import views as account
from django.urls import path
from django.views.decorators.http import require_POST

from upstander.desks.sign_in import views
from upstander.desks.sign_in.demo import let_in
from upstander.desks.sign_in.welcome import welcome

urlpatterns = [
    path("", views.SignIn.as_view(), name="account_login"),
    path("code/", views.Code.as_view(), name="mfa_authenticate"),
    path("set-up/", views.SetUp.as_view(), name="mfa_activate_totp"),
    path("recovery-codes/", views.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("again/", views.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("again/code/", views.CodeAgain.as_view(), name="mfa_reauthenticate"),
    path("password/", views.Password.as_view(), name="account_change_password"),
    path("out/", require_POST(account.logout), name="account_logout"),
    path("closed/", views.closed, name="account_inactive"),
    path("welcome/<uuid:account_id>/<str:token>/", welcome, name="welcome"),
    path("where/", views.landing, name="landing"),
    path("demo/<uuid:membership_id>/", let_in, name="demo_sign_in"),
]
