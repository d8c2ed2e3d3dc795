"""The bundle of a published vote, for everybody: one file to check a result with."""

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from voting.domain.bundle_files import bundle_file
from voting.models import MemberVote
from voting.views.exports import PUBLIC, file_name


@require_safe
def bundle(request, vote_id):
    """The same bytes for everybody, without a cookie."""
    vote = get_object_or_404(MemberVote.objects.published(), pk=vote_id)
    path, tag = bundle_file(vote)
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"{file_name(vote, 0)}.zip",
        content_type="application/zip",
    )
    response.headers["Cache-Control"] = PUBLIC
    response.headers["ETag"] = etag = f'"{tag}"'
    return get_conditional_response(request, etag=etag, response=response)
