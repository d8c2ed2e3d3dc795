"""Where every operation hangs: reading and writing share addresses."""

from ninja import Router

from members.api.tokens import Bearer
from members.models.api_token import READ, WRITE

router = Router()
READING = {"auth": Bearer(READ), "tags": ["Reading"]}
WRITING = {"auth": Bearer(WRITE), "tags": ["Writing"]}
