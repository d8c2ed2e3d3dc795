from django.apps import AppConfig


class YesNoConfig(AppConfig):
    name = "voting.plugins.yes_no"
    label = "voting_yes_no"

    def ready(self):
        from voting.api import counting_methods
        from voting.plugins.yes_no.method import YesNo

        counting_methods.register(YesNo)
