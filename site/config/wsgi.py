"""What a WSGI server loads."""

import os

from django.core.wsgi import get_wsgi_application

# Whoever answers requests has no business with the owner's address of the database.
os.environ.pop("OWNER_DATABASE_URL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()
