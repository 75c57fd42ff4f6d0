"""Both keys change, everything follows, and nothing is ever unreadable: not in the middle, not for others."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import Settings
from django.db import connection, models

from gongkai import fields, keys, rotation
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.audit.verify import verify
from gongkai.cases import applicants
from gongkai.cases.applicants import Details
from gongkai.cases.models import Applicant
from gongkai.cli import main
from gongkai.doctor import run as examine
from gongkai.documents import actions as documents
from gongkai.documents import queries
from gongkai.documents.models import StoredFile
from gongkai.errors import Misconfigured, Refused
from gongkai.fields import EncryptedTextField, registered_hashes
from gongkai.notices.models import Notice
from gongkai.rotation import encrypted, hashed
from tests import crash
from tests.cases.conftest import AT
from tests.district import found
from tests.notices.made import put

pytestmark = pytest.mark.django_db
CARD = "370305199001010010"
ZHANG = Details(kind="natural", name="张三丰", phone="13800000000", document="other", document_number=CARD)


@pytest.fixture(autouse=True)
def ring(settings: Settings, tmp_path: Path) -> Path:
    """Keys and files of a test are its own."""
    settings.KEYS = tmp_path / "keys"
    settings.FILES = tmp_path / "files"
    settings.FIELD_KEYS = keys.read(settings.KEYS, "field_keys").split()
    settings.HMAC_KEYS = keys.read(settings.KEYS, "hmac_key").split()
    return Path(settings.KEYS)


@pytest.fixture
def bureau(db: None) -> Agency:
    return found("示范区民政局")


@pytest.fixture
def everything(bureau: Agency) -> Applicant:
    """Something of each sort."""
    put(bureau, body="您的申请")
    documents.store(b"a scan of an identity card", "card.pdf", at=AT, encrypted=True)
    return applicants.known(bureau, ZHANG, at=AT)


def tokens() -> dict[str, str]:
    """Every encrypted value as it lies in the tables."""
    found_ones = {}
    with connection.cursor() as cursor:
        for model, names in encrypted.columns():
            for name in names:
                column = f'"{name}"'
                cursor.execute(f"SELECT id, {column} FROM {model._meta.db_table} WHERE {column} LIKE 'gAAAA%'")
                found_ones |= {f"{model.__name__}.{name}.{pk}": token for pk, token in cursor.fetchall()}
    return found_ones


def readable(agency: Agency) -> bool:
    """Everything opens, and the applicant is found by number."""
    who = applicants.by_number(agency, CARD)
    file = StoredFile.objects.get()
    return bool(
        who
        and (who.name, who.phone) == ("张三丰", "13800000000")
        and Notice.objects.get().body == "您的申请"
        and queries.content(file) == b"a scan of an identity card"
    )


class TestRotating:
    def test_everything_is_under_the_new_key(self, everything: Applicant, bureau: Agency, ring: Path) -> None:
        before, hashes = tokens(), (everything.name_hash, everything.document_hash)
        assert len(before) >= 6
        done = rotation.rotate(AT)
        assert done.renewed == ("field_keys", "hmac_key")
        assert (done.values, done.hashes, done.stuck) == (len(before), 1, ())
        after = tokens()
        assert set(after) == set(before)
        assert all(after[place] != before[place] and fields.is_newest(after[place]) for place in after)
        everything.refresh_from_db()
        assert hashes[0] != everything.name_hash
        assert hashes[1] != everything.document_hash
        assert readable(bureau)
        assert [len((ring / name).read_text().split()) for name in keys.RINGS] == [2, 2]

    def test_the_old_keys_go_once_nothing_needs_them(
        self, everything: Applicant, bureau: Agency, ring: Path
    ) -> None:
        rotation.rotate(AT)
        assert rotation.drop_old(AT).keys == {"field_keys": 1, "hmac_key": 1}
        assert [len((ring / name).read_text().split()) for name in keys.RINGS] == [1, 1]
        assert all((ring / name).stat().st_mode & 0o777 == 0o600 for name in keys.RINGS)
        assert readable(bureau)

    def test_and_not_before(self, everything: Applicant, bureau: Agency, ring: Path) -> None:
        for name in keys.RINGS:
            keys.renew(ring, name)
        with pytest.raises(Refused, match="还有4处"):
            rotation.drop_old(AT)
        assert readable(bureau)
        assert len(keys.read(ring, "field_keys").split()) == 2

    def test_there_may_be_none(self, bureau: Agency) -> None:
        with pytest.raises(Refused, match="没有旧密钥"):
            rotation.drop_old(AT)

    def test_again_goes_on_and_begins_nothing_new(self, everything: Applicant, ring: Path) -> None:
        rotation.rotate(AT)
        again = rotation.rotate(AT)
        assert (again.renewed, again.values, again.hashes) == ((), 0, 0)
        assert len(keys.read(ring, "field_keys").split()) == 2

    def test_twice_over(self, everything: Applicant, bureau: Agency) -> None:
        for _ in range(2):
            rotation.rotate(AT)
            rotation.drop_old(AT)
        assert readable(bureau)

    def test_the_chain_is_told_and_holds_no_key(self, everything: Applicant, ring: Path) -> None:
        rotation.rotate(AT)
        rotation.drop_old(AT)
        first, second = Entry.objects.filter(verb__startswith="operations.").order_by("sequence")
        assert (first.verb, second.verb) == ("operations.rotate-keys", "operations.drop-keys")
        assert first.actor == "operator"
        assert all(key not in first.data + second.data for key in keys.read(ring, "field_keys").split())
        assert verify() == []

    def test_one_at_a_time(self, everything: Applicant, ring: Path) -> None:
        with keys.held(ring), pytest.raises(Misconfigured, match="另一个进程"):
            rotation.rotate(AT)

    def test_what_no_key_opens_stops_it(self, everything: Applicant, ring: Path, settings: Settings) -> None:
        (ring / "field_keys").write_text(keys.MAKERS["field_keys"]())
        with pytest.raises(Misconfigured, match="密钥备份"):
            rotation.rotate(AT)

    def test_in_many_batches(self, bureau: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(encrypted, "BATCH", 3)
        monkeypatch.setattr(hashed, "BATCH", 3)
        for n in range(10):
            applicants.known(bureau, Details(kind="natural", name=f"某{n}", phone=f"1390000000{n}"), at=AT)
        done = rotation.rotate(AT)
        assert (done.values, done.hashes) == (20, 10)
        rotation.drop_old(AT)
        assert sorted(one.name for one in Applicant.objects.all()) == [f"某{n}" for n in range(10)]

    def test_the_second_factor_follows(self, everything: Applicant, ring: Path) -> None:
        person = apps.get_model("accounts", "Person").objects.create(username="x", name="x", invited_at=AT)
        secret = {"secret": fields.encrypt("JBSWY3DP"), "codes": [fields.encrypt("1"), "plain"], "used_mask": 0}
        made = apps.get_model("mfa", "Authenticator").objects.create(user_id=person.pk, type="totp", data=secret)
        rotation.rotate(AT)
        rotation.drop_old(AT)
        made.refresh_from_db()
        assert fields.decrypt(made.data["secret"]) == "JBSWY3DP"
        assert fields.decrypt(made.data["codes"][0]) == "1"
        assert (made.data["codes"][1], made.data["used_mask"]) == ("plain", 0)


class TestOthersGoOn:
    def test_what_is_saved_meanwhile_is_not_overwritten(
        self, everything: Applicant, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        original = fields.rotate

        def slow(token: str) -> str:
            """Somebody moves house just between our reading and our writing."""
            monkeypatch.setattr(fields, "rotate", original)
            Applicant.objects.update(phone="13911111111")
            return original(token)

        monkeypatch.setattr(fields, "rotate", slow)
        rotation.rotate(AT)
        rotation.drop_old(AT)
        assert Applicant.objects.get().phone == "13911111111"

    def test_a_process_that_runs_takes_the_new_ring_up(self, everything: Applicant, ring: Path) -> None:
        before = list(fields.field_keys()), list(fields.hash_keys())
        for name in keys.RINGS:
            keys.renew(ring, name)
        assert fields.field_keys()[1:] == before[0]
        assert fields.hash_keys()[1:] == before[1]
        assert fields.is_newest(fields.encrypt("x"))

    def test_a_ring_that_cannot_be_looked_at_just_now_stays(self, ring: Path) -> None:
        before = fields.field_keys()
        (ring / "field_keys").rename(ring / "away")
        assert fields.field_keys() == before

    def test_a_hash_that_another_row_has_is_named(self, everything: Applicant, bureau: Agency) -> None:
        """Two processes with rings of different age once wrote the same person twice."""
        everything.refresh_from_db()
        Applicant.objects.filter(pk=everything.pk).update(document_hash="0" * 64)
        second = applicants.known(bureau, ZHANG, at=AT)
        assert second.pk != everything.pk
        done = rotation.rotate(AT)
        assert len(done.stuck) == 1
        assert not done.whole
        with pytest.raises(Refused, match="还有1处"):
            rotation.drop_old(AT)
        second.delete()
        assert rotation.rotate(AT).whole


@pytest.mark.django_db(transaction=True)
class TestKilled:
    """Wherever it is cut off, everything stays readable, and a second run finishes."""

    @pytest.mark.parametrize(
        "where",
        [
            "gongkai.keys.os.replace = die",
            "gongkai.keys._settle = die",
            "gongkai.rotation.encrypted.rewrap = die",
            "gongkai.rotation.encrypted._rewrap_secrets = die",
            "gongkai.rotation.hashed.rehash = die",
            "gongkai.rotation.hashed._rehash = die",
            "gongkai.rotation.running.record = die",
        ],
    )
    def test_while_rotating(self, where: str, everything: Applicant, bureau: Agency, ring: Path) -> None:
        self._cut_off(where, "rotate")
        assert readable(bureau)
        done = rotation.rotate(AT)
        assert done.whole
        rotation.drop_old(AT)
        assert readable(bureau)
        assert [len(keys.read(ring, name).split()) for name in keys.RINGS] == [1, 1]

    def test_in_the_middle_of_a_table(self, bureau: Agency, ring: Path) -> None:
        for n in range(10):
            put(bureau, once=f"n{n}", body=f"b{n}", address=f"a{n}@example.cn")
        middle = """
gongkai.rotation.encrypted.BATCH = 3
real, rows = gongkai.rotation.encrypted._rewrap_row, []
def counted(model, row, names):
    rows.append(row)
    return die() if len(rows) == 5 else real(model, row, names)
gongkai.rotation.encrypted._rewrap_row = counted
"""
        self._cut_off(middle, "rotate")
        assert {one.body for one in Notice.objects.all()} == {f"b{n}" for n in range(10)}
        newest = [fields.is_newest(token) for token in tokens().values()]
        assert any(newest)
        assert not all(newest)
        rotation.rotate(AT)
        rotation.drop_old(AT)
        assert {one.body for one in Notice.objects.all()} == {f"b{n}" for n in range(10)}

    @pytest.mark.parametrize("where", ["gongkai.keys._settle = die", "gongkai.rotation.running.record = die"])
    def test_while_dropping(self, where: str, everything: Applicant, bureau: Agency) -> None:
        rotation.rotate(AT)
        self._cut_off(where, "drop_old")
        assert readable(bureau)
        rotation.rotate(AT)
        rotation.drop_old(AT)
        assert readable(bureau)

    def _cut_off(self, where: str, verb: str) -> None:
        crash.killed(
            "import gongkai.keys, gongkai.rotation.encrypted, gongkai.rotation.hashed, gongkai.rotation.running\n"
            "from datetime import UTC, datetime\n"
            f"{where}\n"
            f"gongkai.rotation.{verb}(datetime.now(UTC))\n"
        )


def test_no_hash_column_is_forgotten() -> None:
    """Named ``…_hash``, 64 characters: it has to be registered; what is registered exists."""
    there = {
        (f"{model._meta.label}", field.name)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if field.name.endswith("_hash") and isinstance(field, models.CharField) and model._meta.managed
    }
    registered = {(one.model, column) for one in registered_hashes() for column in one.columns}
    assert there == registered


def test_no_hash_is_made_without_being_registered() -> None:
    """Whoever calls ``fingerprint`` keeps a hash, and says so in the same module."""
    source = Path(fields.__file__).parent
    for path in source.rglob("*.py"):
        text = path.read_text("utf-8")
        if path.name != "fields.py" and "fingerprint(" in text and "gongkai.fields import" in text:
            assert "register_hashes(" in text, path


def test_every_encrypted_field_is_found() -> None:
    names = {(model._meta.label, name) for model, several in encrypted.columns() for name in several}
    assert ("cases.Applicant", "name") in names
    assert ("documents.StoredFile", "file_key") in names
    assert ("letters.Letter", "content") in names
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, EncryptedTextField) and model._meta.managed:
                assert (model._meta.label, field.name) in names


def test_an_encrypted_column_compares_with_nothing_only(bureau: Agency, everything: Applicant) -> None:
    assert Applicant.objects.filter(email="").exists()
    assert not Applicant.objects.filter(phone="").exists()
    with pytest.raises(TypeError, match="fingerprint"):
        Applicant.objects.filter(phone="13800000000")


class TestTheCommands:
    @pytest.fixture(autouse=True)
    def _ready(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("gongkai.server.prepare", lambda: None)

    def test_both(self, everything: Applicant, bureau: Agency, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["keys", "rotate"]) == 0
        said = capsys.readouterr().out
        assert "已生成新密钥" in said
        assert "drop-old" in said
        assert main(["keys", "rotate"]) == 0
        assert "接着上一次" in capsys.readouterr().out
        assert main(["keys", "drop-old"]) == 0
        assert "旧密钥2把" in capsys.readouterr().out
        assert main(["keys", "drop-old"]) == 2
        assert "没有旧密钥" in capsys.readouterr().err
        assert readable(bureau)

    def test_a_row_that_is_stuck_is_a_failure(
        self, everything: Applicant, bureau: Agency, capsys: pytest.CaptureFixture[str]
    ) -> None:
        Applicant.objects.update(document_hash="0" * 64)
        applicants.known(bureau, ZHANG, at=AT)
        assert main(["keys", "rotate"]) == 1
        assert "cases.Applicant" in capsys.readouterr().out


def test_the_doctor_says_when_old_keys_are_still_there(bureau: Agency) -> None:
    def keys_said() -> str:
        return next(one.message for one in examine(AT) if one.name == "密钥")

    assert "旧密钥" not in keys_said()
    rotation.rotate(AT)
    assert "旧密钥2把" in keys_said()
    rotation.drop_old(AT)
    assert "旧密钥" not in keys_said()
