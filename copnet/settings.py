"""Settings from the environment. Nothing is read when this module is imported: ``load`` is called by the bootstrap."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting copnet has; each is an environment variable ``COPNET_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="COPNET_", frozen=True, extra="ignore")

    store: str | None = Field(
        default=None, description="Where the store is: a folder, or neo4j:// or bolt:// with host and port."
    )
    store_user: str = Field(default="neo4j", description="User of the Neo4j server.")
    store_password: SecretStr | None = Field(default=None, description="Password of the Neo4j server.")
    store_database: str | None = Field(default=None, description="Database on the Neo4j server; blank: its default.")
    memory: str = Field(
        default="1g", pattern=r"^\d+[mg]$", description="Memory the embedded store may use, such as 512m or 2g."
    )
    spark_master: str = Field(
        default="local[*]", description="Where --engine spark computes: this computer, or the address of a cluster."
    )
    spark_memory: str = Field(
        default="2g", pattern=r"^\d+[mg]$", description="Memory of Spark's process on this computer."
    )
    spark_jars: str | None = Field(
        default=None, description="Jar files for Spark, comma separated: Neo4j's connector, GraphFrames."
    )
    spark_folder: str | None = Field(
        default=None, description="A folder that all machines of a Spark cluster see; for what Spark reads once."
    )
    upload_limit: int = Field(
        default=200 * 1024 * 1024, gt=0, description="Largest upload the service accepts, in bytes."
    )


DEFAULT_STORE = Path("copnet-store")
"""The embedded folder used when nothing else is said."""


def load() -> Settings:
    """Read the environment now."""
    return Settings()
