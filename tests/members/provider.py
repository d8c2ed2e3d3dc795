"""Going through the provider as a browser does, without a browser."""

from urllib.parse import urlsplit

import oidc_provider_mock
import requests


def people(*persons):
    return [
        oidc_provider_mock.User(
            sub=person.email, claims={"email": person.email, "email_verified": True, "name": person.name}
        )
        for person in persons
    ]


def begin(client, *, next_url="/en/account/", language="en", provider="demo-oidc"):
    """Press the button of the sign-in page; the provider's address to go to."""
    response = client.post(
        f"/auth/login/{provider}/",
        {"next": next_url, "sign_in_language": language},
    )
    assert response.status_code == 302, response.content
    return response["Location"]


def answer(location, **form):
    """Answer at the provider; the path that the browser is sent back to."""
    response = requests.post(location, data=form, allow_redirects=False, timeout=10)
    back = urlsplit(response.headers["Location"])
    return f"{back.path}?{back.query}"


def sign_in(client, sub, **how):
    return client.get(answer(begin(client, **how), sub=sub))
