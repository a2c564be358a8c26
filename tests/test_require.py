"""A missing program is a skip on a learner's machine and a failure in CI."""

import pytest


def test_missing_program_is_a_skip_with_its_reason(require, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CONVNB_REQUIRE_ALL", raising=False)
    with pytest.raises(pytest.skip.Exception, match="node is not installed"):
        require("node")


def test_missing_program_fails_where_everything_is_required(require, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("CONVNB_REQUIRE_ALL", "1")
    with pytest.raises(pytest.fail.Exception, match=r"chromium is not installed .*CONVNB_REQUIRE_ALL"):
        require("chromium")


def test_present_program_is_found(require, monkeypatch, tmp_path):
    program = tmp_path / "chromium-browser"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert require("chromium") == str(program)
