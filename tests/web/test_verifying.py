"""Verifying a file or a hash: which publication it is, and whether it still stands."""

from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO

import lxml.html
import pikepdf
import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from disclosures.models import Artefact, Publication
from disclosures.verification import SHOWN, verdict
from disclosures.views import verification

from .library import PAGE, another_department, chosen, next_version, read, texts, withdrawn

pytestmark = [pytest.mark.usefixtures("published"), pytest.mark.django_db]
SAME_BYTES = "e" * 64


@pytest.fixture(autouse=True)
def _fresh_minute() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sent(content: bytes) -> str:
    """The address that an upload leads to."""
    response = Client().post("/verify/", {"file": BytesIO(content)})
    assert response.status_code == 303, response.content.decode()
    return response.headers["Location"]


def standing(path: str) -> list[str]:
    return texts(read(path), ".standing")


def empty_table(*publications: Publication) -> None:
    for one in publications:
        Artefact.objects.create(
            publication=one, name="tables/99.csv", media_type="text/csv", sha256=SAME_BYTES, size=1
        )


@pytest.mark.parametrize("name", ["disclosure.pdf", "data.json"])
def test_a_published_file_is_recognised(published: Publication, name: str) -> None:
    content = Client().get(PAGE + name).content

    root = read(sent(content))

    assert texts(root, "h1") == ["是本平台公开的文件"]
    assert standing(sent(content)) == ["现行版本"]
    assert str(published.disclosure) in texts(root, ".verdicts h2")
    assert name in texts(root, ".verdicts dd")


@pytest.mark.parametrize("name", ["data.json", "tables.xlsx", "tables/3.csv"])
def test_a_file_with_one_byte_changed_is_unknown(name: str) -> None:
    content = bytearray(Client().get(f"{PAGE}{name}").content)
    content[len(content) // 2] ^= 1

    assert texts(read(sent(bytes(content))), "h1") == ["不是本平台公开的文件"]


def saved_again(content: bytes, *, without: str = "") -> bytes:
    """The PDF as another program writes it, perhaps without one of its attachments."""
    target = BytesIO()
    with pikepdf.open(BytesIO(content)) as file:
        if without:
            del file.attachments[without]
        file.save(target, linearize=True)
    return target.getvalue()


def test_a_pdf_that_was_saved_again_leads_to_the_version_whose_record_it_encloses(
    published: Publication,
) -> None:
    again = saved_again(Client().get(f"{PAGE}disclosure.pdf").content)

    response = Client().post("/verify/", {"file": BytesIO(again)})

    root = lxml.html.document_fromstring(response.content)
    assert texts(root, "h1") == ["不是公开的原件，但附有本平台的数据记录"]
    assert sha256(again).hexdigest() in texts(root, ".facts")[0]
    assert str(published.disclosure) in texts(root, ".verdicts h2")
    assert chosen(root, ".notice a")[0].get("href") == f"{PAGE}v1/disclosure.pdf"
    assert "no-store" in response.headers["Cache-Control"]


def test_a_pdf_without_the_record_of_a_publication_is_unknown() -> None:
    content = Client().get(f"{PAGE}disclosure.pdf").content

    for unknown in (saved_again(content, without="data.json"), b"%PDF-1.7 and nothing else"):
        assert texts(read(sent(unknown)), "h1") == ["不是本平台公开的文件"]


def test_a_published_pdf_says_whether_it_is_signed(published: Publication) -> None:
    said = " ".join(texts(read(f"/verify/{published.sha256}/"), ".verdicts dd"))

    assert "公开的 PDF 没有电子签名" in said


def test_the_address_bears_the_hash_of_the_file_and_no_cookie() -> None:
    response = Client(enforce_csrf_checks=True).post("/verify/", {"file": BytesIO(b"anything")})

    assert response.headers["Location"] == f"/verify/{sha256(b'anything').hexdigest()}/"
    assert not response.cookies
    assert "no-store" in response.headers["Cache-Control"]


def test_a_hash_is_understood_as_people_copy_it(published: Publication) -> None:
    typed = f" {published.sha256[:32].upper()} {published.sha256[32:]}"

    response = Client().get("/verify/", {"digest": typed})

    assert response.headers["Location"] == f"/verify/{published.sha256}/"


@pytest.mark.parametrize("typed", ["", "abc", "z" * 64, "a" * 65, "%00", "a" * 11])
def test_what_is_no_hash_is_refused_with_a_reason(typed: str) -> None:
    response = Client().get("/verify/", {"digest": typed})

    assert response.status_code == 400
    assert "至少前 12 位" in response.content.decode()


def test_twelve_digits_are_enough(published: Publication) -> None:
    assert standing(f"/verify/{published.sha256[:12]}/") == ["现行版本"]
    assert Client().get(f"/verify/{published.sha256[:11]}/").status_code == 404


def test_a_beginning_that_several_share_is_not_answered_as_one(published: Publication) -> None:
    for number in (1, 2):
        Artefact.objects.create(
            publication=published,
            name=f"tables/9{number}.csv",
            media_type="text/csv",
            sha256=f"{'d' * 63}{number}",
            size=1,
        )

    assert texts(read(f"/verify/{'d' * 12}/"), "h1") == ["校验值不唯一"]


def test_a_corrected_version_names_the_one_that_stands(published: Publication) -> None:
    newer = next_version(published)

    root = read(f"/verify/{published.sha256}/")

    assert texts(root, "h1") == ["是本平台公开的文件，但不是现行版本"]
    assert texts(root, ".standing") == ["已被更正，不再是现行版本"]
    assert [link.get("href") for link in chosen(root, ".verdicts dd a")] == [
        PAGE,
        f"{PAGE}changes/",
    ]
    hashes = texts(root, ".chain code")
    assert hashes == [newer.sha256, published.sha256, published.sha256]


def test_of_a_withdrawn_version_only_the_tombstone_is_told(published: Publication) -> None:
    newer = next_version(published)
    withdrawn(newer)

    page = Client().get(f"/verify/{newer.sha256}/").content.decode()

    assert "已依法撤下" in page
    assert "《中华人民共和国保守国家秘密法》" in page
    assert "内部备注不公开" not in page
    assert newer.note not in page
    assert standing(f"/verify/{published.sha256}/") == ["已被更正，目前没有现行版本"]


def test_nobody_finds_the_figures_of_a_withdrawn_version_by_trial(published: Publication) -> None:
    empty_table(published)
    assert standing(f"/verify/{SAME_BYTES}/") == ["现行版本"]

    withdrawn(published)

    assert texts(read(f"/verify/{SAME_BYTES}/"), "h1") == ["不是本平台公开的文件"]


def test_the_same_empty_table_of_many_departments_is_shown_in_part(
    published: Publication,
) -> None:
    others = [another_department(published, f"65309{n:04}", f"部门{n:02}") for n in range(SHOWN)]
    empty_table(published, *others)

    root = read(f"/verify/{SAME_BYTES}/")

    assert len(texts(root, ".verdicts li")) == SHOWN
    assert "此处只列前 20 份" in root.text_content()
    assert not texts(root, ".chain")


def test_the_number_of_queries_does_not_grow(
    published: Publication, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    others = [another_department(published, f"65309{n:04}", f"部门{n:02}") for n in range(9)]
    empty_table(published)
    with django_assert_num_queries(6):
        read(f"/verify/{published.sha256}/")

    empty_table(*others)
    next_version(published)

    with django_assert_num_queries(6):
        read(f"/verify/{published.sha256}/")
    with django_assert_num_queries(3):
        read(f"/verify/{SAME_BYTES}/")


def test_nothing_of_an_upload_is_kept_and_a_long_one_is_cut_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(verification, "LARGEST", 1000)

    declared = Client().post("/verify/", {"file": BytesIO(b"x" * 6000)})
    arrived = Client().post("/verify/", {"file": BytesIO(b"x" * 3000)})
    nothing = Client().post("/verify/", {"file": BytesIO(b"")})

    assert (declared.status_code, arrived.status_code, nothing.status_code) == (413, 413, 400)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "text/plain"),
        (b"\0" * 99, "multipart/form-data"),
        (b"--x", "multipart/form-data; boundary=x"),
    ],
)
def test_what_is_no_upload_is_answered(body: bytes, kind: str) -> None:
    assert Client().post("/verify/", body, content_type=kind).status_code == 400


def test_an_address_that_sends_too_many_is_told_to_wait() -> None:
    for _ in range(verification.UPLOADS_A_MINUTE):
        sent(b"x")

    response = Client().post("/verify/", {"file": BytesIO(b"x")})

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "60"


def test_a_whole_hash_is_looked_up_as_a_whole(published: Publication) -> None:
    assert verdict(published.sha256).matches[0].publication == published
    assert verdict("0" * 64).matches == ()
