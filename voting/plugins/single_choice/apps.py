from django.apps import AppConfig


class SingleChoiceConfig(AppConfig):
    name = "voting.plugins.single_choice"
    label = "voting_single_choice"

    def ready(self):
        from voting.api import counting_methods
        from voting.plugins.single_choice.method import SingleChoice

        counting_methods.register(SingleChoice)
