from django.contrib.auth import get_user_model

from voting.api import Check, Contact, Electorate

GROUP = "Listed voters"


class Listed(Electorate):
    """Everybody in one group: an electorate from outside, made with the public API alone."""

    slug = "listed"
    label = "People on a list"
    explanation = "The list decides."

    def sentence(self, *, cutoff):
        return "People on the list may vote."

    def voter_refs(self, *, cutoff):
        users = get_user_model().objects.filter(groups__name=GROUP, is_active=True)
        return [self._ref(user) for user in users]

    def ref_for(self, *, user):
        return self._ref(user) if user.is_authenticated else None

    def checks(self, *, user, cutoff):
        listed = user.groups.filter(name=GROUP).exists()
        return [Check(rule="You are on the list.", passed=listed, detail="" if listed else "You are not.")]

    def contacts(self, *, refs):
        wanted = set(refs)
        return {
            self._ref(user): Contact(name=str(user), email=user.email, language="en")
            for user in get_user_model().objects.exclude(email=None)
            if self._ref(user) in wanted
        }

    def names(self, *, refs):
        return {ref: contact.name for ref, contact in self.contacts(refs=refs).items()}

    def find(self, *, text, limit):
        users = get_user_model().objects.filter(email__icontains=text).order_by("email")[:limit]
        return [(self._ref(user), str(user), user.email) for user in users]

    def _ref(self, user):
        return f"listed:{user.email}"
