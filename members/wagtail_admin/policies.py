from wagtail.permission_policies import ModelPermissionPolicy

from members.models import User


class NothingIsDeleted(ModelPermissionPolicy):
    """Members and kinds of membership stay: what stood on a past day must be answerable later."""

    def user_has_permission(self, user, action):
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return super().user_has_any_permission(user, [action for action in actions if action != "delete"])

    def users_with_any_permission(self, actions):
        return super().users_with_any_permission([action for action in actions if action != "delete"])


class OneRightDecides(ModelPermissionPolicy):
    """A queue of the office: whoever has `permission` sees and decides what is in it, and nobody else."""

    def __init__(self, model, *, permission: str):
        super().__init__(model)
        self.permission = permission

    def user_has_permission(self, user, action):
        return action in ("view", "change") and user.has_perm(self.permission)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions):
        return User.objects.with_perm(self.permission, backend="members.roles.RolesBackend").distinct()
