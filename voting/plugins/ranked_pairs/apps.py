from django.apps import AppConfig


class RankedPairsConfig(AppConfig):
    name = "voting.plugins.ranked_pairs"
    label = "voting_ranked_pairs"

    def ready(self):
        from voting.api import counting_methods
        from voting.plugins.ranked_pairs.method import RankedPairs

        counting_methods.register(RankedPairs)
