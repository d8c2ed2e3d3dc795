from django.views.decorators.cache import cache_control

# For a page that is one person's: no cache keeps it.
personal = cache_control(private=True, no_store=True)
