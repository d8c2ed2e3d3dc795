"""Where documents lie: in a folder that has no address on the web."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages


class PrivateStorage(FileSystemStorage):
    """Files below DOCUMENTS_ROOT. They are had through `core.documents` and in no other way."""

    @property
    def base_location(self) -> Path:
        return settings.DOCUMENTS_ROOT

    @property
    def location(self) -> str:
        return str(Path(self.base_location).resolve())

    def url(self, name):
        raise NotImplementedError(
            "A document has no address of its own: the site asks first who may have it."
        )


def document_storage() -> Storage:
    """The storage of the settings; named, not copied, in the migration."""
    return storages["documents"]
