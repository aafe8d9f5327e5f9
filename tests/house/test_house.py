"""What linters cannot see: sizes, words, maps, and that every room keeps its promises to a newcomer."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = sorted([*(ROOT / "app").rglob("*.py"), *(ROOT / "devices").rglob("*.py")])
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MOST_LINES = 400
MOST_METHODS = 20
BANNED_NAMES = {"utils.py", "util.py", "helpers.py", "helper.py", "misc.py", "common.py"}
# Kinds that share a file with their twin.
ONE_FILE = {
    "appoint_operator": "found_hotel",
    "put_reward": "publish_programme",
    "release_reward": "reserve_reward",
    "open_shift": "shift",
    "close_shift": "shift",
    "suspend_member": "end_membership",
    "terminate_member": "end_membership",
    "transfer_membership": "end_membership",
    "disclose": "end_membership",
    "receive_gift": "gift",
    "receive_merge": "merge_member",
    "pay_out": "settle_market",
    "win_prize": "hold_draw",
    "unlink_bank_card": "link_bank_card",
    "sign_agreement": "donate",
}


def _relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", [*CODE, *TESTS], ids=_relative)
def test_no_file_is_longer_than_it_may_be(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def _classes() -> Iterator[tuple[str, ast.ClassDef]]:
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                yield _relative(path), node


def test_no_class_has_more_methods_than_it_may_have() -> None:
    large = {
        f"{path}:{node.name}": count
        for path, node in _classes()
        if (count := sum(isinstance(one, ast.FunctionDef) for one in node.body)) > MOST_METHODS
        and not any(isinstance(base, ast.Name) and base.id == "Protocol" for base in node.bases)
    }
    assert large == {}


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [_relative(path) for path in CODE if path.name in BANNED_NAMES] == []


def test_every_operation_has_its_file_and_its_test_file() -> None:
    from app.operations.catalogue import OPERATIONS

    for operation in OPERATIONS:
        name = ONE_FILE.get(operation.kind, operation.kind)
        assert (ROOT / "app" / "operations" / f"{name}.py").exists(), operation.kind
        assert (ROOT / "tests" / "operations" / f"test_{name}.py").exists(), operation.kind


def test_nothing_knows_a_programme_by_its_name() -> None:
    packs = [path.stem for path in (ROOT / "resources" / "programmes").glob("*.toml")]
    known = {"house"}  # also the plain word for the hotel
    names = re.compile(
        "|".join(rf"['\"]{re.escape(name)}['\"]" for name in packs if name not in known)
    )
    found = [
        _relative(path)
        for path in CODE
        if "bootstrap" not in path.parts
        and "bench" not in path.parts
        and names.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_map_in_the_readme_names_every_room() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rooms = [path.name for path in (ROOT / "app").iterdir() if (path / "__init__.py").exists()]
    rooms += [path.name for path in (ROOT / "devices").iterdir() if (path / "__init__.py").exists()]
    missing = [room for room in rooms if f"{room}/" not in readme]
    assert missing == []


def test_the_locks_hold_hashes_and_no_addresses() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / "packaging" / name).read_text(encoding="ascii")
        assert "://" not in text
        packages = re.findall(r"^[a-z0-9][^\n]*==", text, re.MULTILINE)
        assert len(packages) > 20
        assert text.count("--hash=sha256:") >= len(packages)


def test_every_dependency_is_bounded_and_locked() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "dependencies"
    ]
    lock = (ROOT / "packaging" / "requirements.lock").read_text(encoding="ascii").lower()
    for line in declared:
        name = re.split(r"[<>=;\[ ]", line)[0].lower()
        assert "<" in line or name == "tzdata", line
        assert f"{name}==" in lock, line


def test_receipts_have_the_same_words_in_both_languages() -> None:
    words = [
        tomllib.loads(
            (ROOT / "resources" / "receipts" / f"{code}.toml").read_text(encoding="utf-8")
        )
        for code in ("zh_CN", "en")
    ]
    assert words[0].keys() == words[1].keys()
    assert all(words[0].values())
    assert all(words[1].values())


def test_every_pack_loads_and_every_setting_says_what_it_means() -> None:
    from app.programme.load import read_pack
    from app.programme.pack import Pack
    from app.programme.parts import Names

    for path in (ROOT / "resources" / "programmes").glob("*.toml"):
        pack = read_pack(path)
        assert isinstance(pack, Pack), [str(error) for error in pack]
        assert pack.sources
        for setting in pack.settings.values():
            assert isinstance(setting.means, Names), setting.means
            assert setting.means.en.endswith(".")
            assert setting.means.zh.endswith("。")
            assert not re.search("[\u4e00-\u9fff][,:;(]", setting.means.zh), setting.means.zh


def test_public_functions_and_classes_have_docstrings() -> None:
    bare: list[str] = []
    for path in CODE:
        if "versions" in path.parts:
            continue  # a migration is one function that Alembic names
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            is_public = isinstance(
                node, ast.ClassDef | ast.FunctionDef
            ) and not node.name.startswith("_")
            if is_public and ast.get_docstring(node) is None:
                bare.append(f"{_relative(path)}:{node.name}")
    assert bare == []


def test_only_files_that_belong_stand_at_the_top() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    tops = {name.split("/")[0] for name in tracked if name and not name.startswith(".")}
    assert tops <= {
        "pyproject.toml",
        "app",
        "devices",
        "resources",
        "tests",
        "packaging",
        "README.md",
        "LICENSE",
    }
