import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
def test_x(client):
    r = client.get(reverse("voting:check"))
    assert r.status_code == 200
    print(r.headers)
    assert client.get(reverse("voting:check_program")).status_code == 200
