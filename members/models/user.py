from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    def create_user(self, email="", password=None, **fields):
        user = self.model(email=self.normalize_email(email) or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A login. It carries no rights of membership: those hang on the member it is joined to.

    A login by a provider that names no address has no e-mail; addresses that
    nobody vouched for are not stored.
    """

    email = models.EmailField(_("e-mail address"), unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("first sign-in"), default=timezone.now)
    is_demo = models.BooleanField(default=False, editable=False)

    # For one request (`members.staff_access`): the session has not shown the
    # second factor, so the login has no right of staff; and whether that made a difference.
    awaits_second_factor = False
    missed_second_factor = False

    # The reference of the member that the login is joined to, where the session brought it along.
    member_ref: str | None = None

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self):
        return self.name or self.email or f"#{self.pk}"

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)

    def has_perm(self, perm, obj=None):
        return super().has_perm(perm, obj) and self._may_use_rights()

    def has_module_perms(self, app_label):
        return super().has_module_perms(app_label) and self._may_use_rights()

    def get_all_permissions(self, obj=None):
        return set() if self.awaits_second_factor else super().get_all_permissions(obj)

    def _may_use_rights(self) -> bool:
        if self.awaits_second_factor:
            self.missed_second_factor = True
        return not self.awaits_second_factor
