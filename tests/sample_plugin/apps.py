from django.apps import AppConfig


class SamplePluginConfig(AppConfig):
    name = "tests.sample_plugin"
    label = "sample_plugin"

    def ready(self):
        from tests.sample_plugin.electorate import Listed
        from tests.sample_plugin.method import MostMarks
        from voting.api import counting_methods, electorates

        counting_methods.register(MostMarks)
        electorates.register(Listed)
