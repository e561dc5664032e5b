"""The container's own start and health commands, as plain processes against a real Neo4j; its files read for promises.

The image itself is not built here: that needs a container engine.
"""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import yaml
from dockerfile_parse import DockerfileParser

from tests.packaging.conftest import ROOT, Installed
from tests.support.neo4j_server import Neo4jAddress

PINNED = re.compile(r"^[\w./-]+:\d+\.\d+[\w.-]*$")


def instructions() -> list[tuple[str, str]]:
    with (ROOT / "Dockerfile").open("rb") as file:
        return [(line["instruction"], line["value"]) for line in DockerfileParser(fileobj=file).structure]


def exec_form(text: str) -> list[str]:
    found: list[str] = json.loads(text[text.index("[") :])
    return found


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return found


def test_images_are_pinned_and_the_last_stage_is_not_root() -> None:
    lines = instructions()
    images = [value.split(" ")[0] for name, value in lines if name == "FROM"]
    images += [service["image"] for service in compose()["services"].values()]
    assert len(images) == 4
    assert all(PINNED.match(image) for image in images)
    last_stage = lines[[name for name, _ in lines].index("FROM", 1) :]
    assert ("USER", "copnet") in last_stage
    assert all("--require-hashes" in value or "--no-deps" in value for name, value in lines if "pip install" in value)


def test_the_stack_has_health_checks_volumes_and_no_default_password() -> None:
    services = compose()["services"]
    assert "healthcheck" in services["neo4j"]
    assert services["copnet"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert [volume.split(":")[1] for volume in services["neo4j"]["volumes"]] == ["/data", "/logs"]
    assert all(port.startswith("127.0.0.1:") for port in services["neo4j"]["ports"])
    for value in (
        services["neo4j"]["environment"]["NEO4J_AUTH"],
        services["copnet"]["environment"]["COPNET_STORE_PASSWORD"],
    ):
        assert re.search(r"\$\{COPNET_STORE_PASSWORD:\?[^}]+\}$", value), (
            "the password must be demanded, never defaulted"
        )


@pytest.mark.neo4j
def test_start_and_health_commands(installed: Installed, neo4j_address: Neo4jAddress, tmp_path: Path) -> None:
    lines = dict(instructions())
    start, health = exec_form(lines["CMD"]), exec_form(lines["HEALTHCHECK"])
    environment = installed.environment(
        COPNET_STORE=neo4j_address.uri,
        COPNET_STORE_USER=neo4j_address.user,
        COPNET_STORE_PASSWORD=neo4j_address.password,
    )
    assert installed.run(*health, cwd=tmp_path, env=environment).returncode != 0, "nothing serves yet"
    command = [str(installed.bin / start[0]), *start[1:]]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) as served:
        try:
            wait_until_healthy(installed, health, environment, tmp_path, served)
            with urllib.request.urlopen("http://127.0.0.1:8000/", timeout=30) as page:
                assert b"<html" in page.read()
        finally:
            served.send_signal(signal.SIGTERM)
            served.wait(timeout=30)
    assert served.returncode == 0
    assert not any(tmp_path.iterdir()), "a read-only container must not need to write"


def wait_until_healthy(
    installed: Installed, health: list[str], environment: dict[str, str], folder: Path, served: subprocess.Popen[str]
) -> None:
    for _ in range(120):
        assert served.poll() is None, "the service ended by itself"
        if installed.run(*health, cwd=folder, env=environment).returncode == 0:
            return
        time.sleep(0.5)
    raise AssertionError("the service never became healthy")
