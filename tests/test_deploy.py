"""deploy/ and docs/operations.md: what they name is there, and the same on both ways."""

import argparse
import re
from pathlib import Path

import yaml

from assessment import cli
from assessment.settings import ROOT, Settings

DEPLOY = ROOT / "deploy"
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")
OTHERS = {"DATABASE_URL", "PORT", "FORWARDED_ALLOW_IPS"}  # settings without a prefix of ours
COMMAND = (
    r"(?m)(?:^sevensigns|-m assessment|app1 python -m assessment|assessment\"?,) +\"?([a-z][a-z-]+)"
)


def written() -> str:
    """All that an operator reads, in one."""
    files = [path for path in sorted(DEPLOY.rglob("*")) if path.is_file()]
    return "\n".join(path.read_text("utf-8") for path in files) + OPERATIONS


def test_what_an_operator_sets_is_a_setting() -> None:
    """A name that nobody reads any more would be believed to do something."""
    known = {f"SEVENSIGNS_{name.upper()}" for name in Settings.model_fields}
    named = set(re.findall(r"SEVENSIGNS_[A-Z_]+", written()))

    assert named >= {"SEVENSIGNS_PUBLIC_URL", "SEVENSIGNS_ADDRESS"}
    assert named <= known
    for name in OTHERS:
        assert name in written()


def test_what_an_operator_types_is_a_command() -> None:
    """Each command that the documents and units give is one that the program has."""
    parser = cli._parser()
    (commands,) = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    named = set(re.findall(COMMAND, written()))

    assert named >= {"backup", "verify", "restore", "serve", "user", "migrate", "db"}
    assert named - set(commands.choices) == set()


def test_containers_have_the_same_processes_at_other_addresses() -> None:
    """So the configuration that the tests start is theirs, too; compose gives those addresses."""
    plain = (DEPLOY / "nginx" / "processes.conf").read_text("utf-8")
    inside = (DEPLOY / "docker" / "processes.conf").read_text("utf-8")
    services = yaml.safe_load((DEPLOY / "docker" / "compose.yaml").read_text("utf-8"))["services"]
    at = {name: one["networks"]["inside"]["ipv4_address"] for name, one in services.items()}

    for name, port in (("app1", "8501"), ("app2", "8502")):
        plain = plain.replace(f"127.0.0.1:{port}", f"{at[name]}:8501")
        plain = plain.replace(f"~:{port}$", f"~{at[name]}:8501$")
    assert inside == plain
    assert services["app1"]["environment"]["FORWARDED_ALLOW_IPS"] == at["nginx"]


def test_the_image_holds_what_the_app_reads() -> None:
    """Every folder and file that the server needs is copied, and no test or document is."""
    text = (DEPLOY / "docker" / "Dockerfile").read_text("utf-8")
    copied = " ".join(re.findall(r"^COPY (.+) \S+$", text, re.M)).split()
    needed = {"app.py", ".streamlit", "assessment", "scoring", "questions", "branding"}
    needed.add("pyproject.toml")  # the version, which stands in each backup

    ours = {name for name in copied if not name.startswith(("--", "/"))}
    assert ours == {*needed, "deploy/requirements.lock"}
    assert all((ROOT / name).exists() for name in needed)
    let_in = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.M)
    assert set(let_in) == ours
    assert Path(Settings.model_fields["questions"].default).is_relative_to(ROOT / "questions")


def test_nginx_writes_where_its_container_lets_it() -> None:
    """Its root is read-only; a folder above one of its own would hide that, and nothing started."""
    nginx = yaml.safe_load((DEPLOY / "docker" / "compose.yaml").read_text("utf-8"))["services"][
        "nginx"
    ]
    written = "\n".join(path.read_text("utf-8") for path in (DEPLOY / "nginx").glob("*.conf"))
    caches = re.findall(r"^\s*proxy_cache_path (\S+)", written, re.M)
    logs = re.findall(r"^\s*(?:access|error)_log (/\S+)", written, re.M)
    needed = {*caches, *(str(Path(log).parent) for log in logs), "/run", "/var/cache/nginx"}

    assert nginx["read_only"]
    assert set(nginx["tmpfs"]) == needed
    assert caches
    assert logs
    assert all(
        f"/dev/std{end} {log}" in nginx["command"][-1]
        for end, log in zip(("out", "err"), logs, strict=True)
    )
