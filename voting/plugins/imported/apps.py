from django.apps import AppConfig


class ImportedConfig(AppConfig):
    name = "voting.plugins.imported"
    label = "voting_imported"

    def ready(self):
        from voting.api import electorates
        from voting.plugins.imported.electorate import Imported

        electorates.register(Imported)
