"""What groups may do, for everybody who is signed in. Nobody is signed in by it: there are no passwords."""

from django.contrib.auth.backends import ModelBackend


class RolesBackend(ModelBackend):
    """Django's permissions of users and groups, without its way to sign in."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        return None
