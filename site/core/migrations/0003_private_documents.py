import core.document_storage
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import migrations, models

from core.document_moves import move_files


def only_for_members(apps, schema_editor):
    """The kind "login" let everybody in who has an account somewhere: members are who was meant."""
    for name in ("PageViewRestriction", "CollectionViewRestriction"):
        rows = apps.get_model("wagtailcore", name).objects.using(schema_editor.connection.alias)
        rows.filter(restriction_type="login").update(restriction_type="members")


def any_login(apps, schema_editor):
    for name in ("PageViewRestriction", "CollectionViewRestriction"):
        rows = apps.get_model("wagtailcore", name).objects.using(schema_editor.connection.alias)
        rows.filter(restriction_type="members").update(restriction_type="login")


def out_of_the_public_folder(apps, schema_editor):
    _move(apps, schema_editor, forwards=True)


def back_into_the_public_folder(apps, schema_editor):
    _move(apps, schema_editor, forwards=False)


def _move(apps, schema_editor, *, forwards):
    private = core.document_storage.document_storage()
    # Files on another host are the operator's to move.
    if not (isinstance(default_storage, FileSystemStorage) and isinstance(private, FileSystemStorage)):
        return
    rows = apps.get_model("core", "SiteDocument").objects.using(schema_editor.connection.alias)
    names = rows.exclude(file="").values_list("file", flat=True)
    public = settings.MEDIA_ROOT
    source, target = (public, private.location) if forwards else (private.location, public)
    move_files(names, source=source, target=target)


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='sitedocument',
            name='file',
            field=models.FileField(storage=core.document_storage.document_storage, upload_to='documents', verbose_name='file'),
        ),
        migrations.RunPython(only_for_members, any_login),
        # Last: files are not rolled back.
        migrations.RunPython(out_of_the_public_folder, back_into_the_public_folder),
    ]
