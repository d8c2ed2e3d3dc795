from django.apps import AppConfig


class RollCallConfig(AppConfig):
    name = "voting.plugins.roll_call"
    label = "voting_roll_call"

    def ready(self):
        from voting.api import ballot_boxes
        from voting.plugins.roll_call.box import RollCall

        ballot_boxes.register(RollCall)
