"""The object store: what is kept is durable, whole, and only ever what its name says."""

import hashlib
import os
from pathlib import Path

import pytest

from cobrowse.domain.errors import TooLarge
from cobrowse.store import objects as objects_module
from cobrowse.store.objects import Objects

CONTENT = b"\x89PNG and so on"
NAME = hashlib.sha256(CONTENT).hexdigest()
OTHER = b"@font-face"
OTHER_NAME = hashlib.sha256(OTHER).hexdigest()


def cut_short(folder: Path) -> None:
    (file,) = (path for path in folder.rglob("*") if path.is_file())
    file.write_bytes(CONTENT[:-1])


async def test_an_object_comes_back_as_it_was_put(tmp_path: Path) -> None:
    objects = Objects.in_directory(tmp_path / "objects")
    await objects.put("asset", NAME, CONTENT)
    await objects.put("asset", NAME, CONTENT)
    assert await objects.get("asset", NAME) == CONTENT
    assert await Objects.in_directory(tmp_path / "objects").get("asset", NAME) == CONTENT


async def test_an_object_nobody_put_is_none(tmp_path: Path) -> None:
    assert await Objects.in_directory(tmp_path).get("asset", "0" * 64) is None


async def test_a_damaged_object_is_not_handed_out(tmp_path: Path) -> None:
    objects = Objects.in_directory(tmp_path)
    await objects.put("asset", NAME, CONTENT)
    cut_short(tmp_path)
    assert await objects.get("asset", NAME) is None


async def test_content_under_a_wrong_name_is_refused(tmp_path: Path) -> None:
    objects = Objects.in_directory(tmp_path)
    with pytest.raises(ValueError, match="hash"):
        await objects.put("asset", "0" * 64, CONTENT)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, f"{'0' * 64}\n"])
async def test_a_name_that_is_no_hash_never_becomes_a_path(tmp_path: Path, name: str) -> None:
    objects = Objects.in_directory(tmp_path)
    with pytest.raises(ValueError, match="SHA-256"):
        await objects.get("asset", name)


async def test_what_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects_module, "MOST_BYTES", len(CONTENT) - 1)
    with pytest.raises(TooLarge):
        await Objects.in_directory(tmp_path).put("asset", NAME, CONTENT)


async def test_what_is_deleted_is_gone_and_deleting_it_again_is_fine(tmp_path: Path) -> None:
    objects = Objects.in_directory(tmp_path)
    await objects.put("segment", NAME, CONTENT)
    assert await objects.delete("segment", NAME)
    assert await objects.get("segment", NAME) is None
    assert not await objects.delete("segment", NAME)


async def test_names_are_of_one_kind_and_not_of_what_a_crash_left_half_written(
    tmp_path: Path,
) -> None:
    objects = Objects.in_directory(tmp_path)
    await objects.put("segment", NAME, CONTENT)
    await objects.put("sheet", OTHER_NAME, OTHER)
    (tmp_path / "segment" / NAME[:2] / f"{OTHER_NAME}#1").write_bytes(OTHER[:3])
    assert [name async for name in objects.names("segment")] == [NAME]
    assert [name async for name in objects.names("sheet")] == [OTHER_NAME]
    assert [name async for name in objects.names("asset")] == []


async def test_what_was_put_lately_is_told_from_what_is_old(tmp_path: Path) -> None:
    objects = Objects.in_directory(tmp_path)
    await objects.put("segment", NAME, CONTENT)
    await objects.put("segment", OTHER_NAME, OTHER)
    os.utime(tmp_path / "segment" / NAME[:2] / NAME, (1_000, 1_000))
    assert [name async for name in objects.names("segment", before=2_000_000)] == [NAME]
    assert not await objects.delete("segment", OTHER_NAME, before=2_000_000)
    assert await objects.delete("segment", NAME, before=2_000_000)
    assert await objects.get("segment", OTHER_NAME) == OTHER
