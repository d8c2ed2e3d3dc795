from django.apps import AppConfig


class ApprovalConfig(AppConfig):
    name = "voting.plugins.approval"
    label = "voting_approval"

    def ready(self):
        from voting.api import counting_methods
        from voting.plugins.approval.method import Approval

        counting_methods.register(Approval)
