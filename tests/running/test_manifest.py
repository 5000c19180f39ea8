"""What a run was made of."""

from __future__ import annotations

import shutil
from pathlib import Path

from kamlab.company.locate import files
from kamlab.running.manifest import hash_of_company


def test_only_the_companys_own_files_make_its_hash(tmp_path: Path) -> None:
    firm = tmp_path / "firm"
    shutil.copytree(files("datasets", "mini"), firm)
    bare = hash_of_company(str(firm))
    assert bare == hash_of_company("mini")
    (firm / "key_accounts" / "tables").mkdir(parents=True)
    (firm / "key_accounts" / "run.json").write_text("{}")
    (firm / "key_accounts" / "tables" / "accounts.parquet").write_text("x")
    (firm / "notes.txt").write_text("x")
    assert hash_of_company(str(firm)) == bare
    (firm / "truth").mkdir()
    (firm / "truth" / "accounts.csv").write_text("account_id\n")
    known = hash_of_company(str(firm))
    assert known != bare
    with (firm / "orders.csv").open("a") as file:
        file.write("x\n")
    assert hash_of_company(str(firm)) not in (bare, known)
