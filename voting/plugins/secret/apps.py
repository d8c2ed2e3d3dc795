from django.apps import AppConfig


class SecretConfig(AppConfig):
    name = "voting.plugins.secret"
    label = "voting_secret"

    def ready(self):
        from voting.api import ballot_boxes
        from voting.plugins.secret.box import Secret
        from voting.plugins.secret.officers_box import SecretByOfficers

        ballot_boxes.register(Secret)
        ballot_boxes.register(SecretByOfficers)
