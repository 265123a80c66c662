"""Every setting: its type, its default, what it means, and where its value came from.

Later sources win: the defaults here, `cobrowse.toml`, `COBROWSE__SECTION__KEY` variables, flags.
Read once at the edge and handed on as the smallest piece that is needed. An unknown key is an
error: a setting that is silently ignored is worse than a server that does not start.
"""

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NamedTuple, get_args, get_type_hints
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

PREFIX: Final = "COBROWSE__"
FILE: Final = "cobrowse.toml"

Port = Annotated[int, Meta(ge=1, le=65_535)]
Seconds = Annotated[float, Meta(gt=0)]
Number = Annotated[int, Meta(ge=1)]


class ConfigError(Exception):
    """A setting that cannot be used. The message names it, and where it came from."""


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A group of settings. The description of a field is its documentation."""


class Server(Section, frozen=True):
    """Where the service listens, what browsers call it, and where it keeps its files."""

    host: Annotated[str, Meta(description="Address to listen on.")] = "127.0.0.1"
    port: Annotated[
        Port, Meta(description="Port of the console, the API and the capture script.")
    ] = 8000
    replay_port: Annotated[
        int,
        Meta(ge=0, le=65_535, description="Port of the replay origin; 0 is the one after `port`."),
    ] = 0
    public_origin: Annotated[
        str,
        Meta(description="Origin of the console for browsers; empty is `http://localhost:PORT`."),
    ] = ""
    replay_origin: Annotated[
        str,
        Meta(
            description="Origin of replayed pages for browsers. It needs a host name of its own,"
            " where no cookie goes; empty is `http://127.0.0.1:REPLAY_PORT`."
        ),
    ] = ""
    data: Annotated[Path, Meta(description="Folder of the databases and kept files.")] = Path(
        "cobrowse-data"
    )
    trusted_proxies: Annotated[
        tuple[str, ...],
        Meta(description="Networks whose `X-Forwarded-For` is believed, such as `10.0.0.0/8`."),
    ] = ()

    def __post_init__(self) -> None:
        """Fill in what follows from the ports, so that every reader finds it whole."""
        fill = msgspec.structs.force_setattr
        if not self.replay_port:
            fill(self, "replay_port", self.port + 1)
        fill(self, "public_origin", self.public_origin or f"http://localhost:{self.port}")
        fill(self, "replay_origin", self.replay_origin or f"http://127.0.0.1:{self.replay_port}")

    @property
    def database_file(self) -> Path:
        return self.data / "cobrowse.db"

    @property
    def journal_file(self) -> Path:
        return self.data / "journal.db"

    @property
    def objects_folder(self) -> Path:
        return self.data / "objects"


class Session(Section, frozen=True):
    """When a visit is over."""

    idle_end_s: Annotated[
        Seconds, Meta(description="A session ends after this long without a sign of its pages.")
    ] = 1800.0
    seal_after_s: Annotated[
        Seconds,
        Meta(
            description="A page is sealed into the recording this long after it was left or its"
            " session ended."
        ),
    ] = 60.0


class Presence(Section, frozen=True):
    """When somebody counts as gone."""

    lost_s: Annotated[
        Seconds, Meta(description="A page without a heartbeat for this long is disconnected.")
    ] = 10.0


class Login(Section, frozen=True):
    """Signing in to the console."""

    limit: Annotated[
        Number, Meta(description="Failed attempts within 15 minutes for one account.")
    ] = 5
    limit_per_address: Annotated[
        Number, Meta(description="Failed attempts within 15 minutes from one address.")
    ] = 20
    sign_in_idle_s: Annotated[
        Seconds, Meta(description="A sign-in that is not used for this long is over.")
    ] = 4 * 3600.0
    sign_in_max_s: Annotated[
        Seconds, Meta(description="A sign-in is over after this long, used or not.")
    ] = 12 * 3600.0


class Assets(Section, frozen=True):
    """Fetching the pictures, style sheets and fonts of sites, to show them in the player."""

    max_bytes: Annotated[Number, Meta(description="Larger files are not kept.")] = 8 * 2**20
    timeout_s: Annotated[Seconds, Meta(description="Fetching one file takes no longer.")] = 10.0
    allow_private: Annotated[
        bool,
        Meta(
            description="Fetch from loopback and private addresses too. For sites on this machine"
            " or network only: it lets a site's address list reach into them."
        ),
    ] = False


class Journal(Section, frozen=True):
    """How batches become durable."""

    window_ms: Annotated[
        Number,
        Meta(
            le=1000,
            description="How long batches gather for one commit, in milliseconds; up to four times"
            " as long under load.",
        ),
    ] = 5


class Retention(Section, frozen=True):
    """How long recordings are kept, and what has to give way when the disk fills."""

    days: Annotated[
        Number, Meta(description="Recordings are removed this many days after their session ended.")
    ] = 30
    keep_free_mb: Annotated[
        int,
        Meta(
            ge=0,
            description="With less than this many MiB free on the disk the oldest recordings are"
            " removed; with less than half of it no new sessions begin. 0 does neither.",
        ),
    ] = 512


class Limits(Section, frozen=True):
    """What one page, one address, one site and the whole process may ask of the service."""

    sessions: Annotated[
        Number, Meta(description="Live sessions of the whole service; no new ones begin beyond.")
    ] = 20_000
    sessions_per_site: Annotated[
        Number, Meta(description="Live sessions of one site; no new ones begin beyond.")
    ] = 10_000
    connections_per_address: Annotated[
        Number, Meta(description="Connections of pages from one network address at once.")
    ] = 500
    page_bytes_per_s: Annotated[
        Number,
        Meta(
            description="Bytes a second that are read from one page in the long run; what is beyond"
            " waits in the page."
        ),
    ] = 1_048_576
    arrivals_per_s: Annotated[
        Number,
        Meta(description="Pages that are let in each second; more are told when to come back."),
    ] = 100


class Log(Section, frozen=True):
    """What the service says about itself, on standard error."""

    level: Annotated[
        Literal["debug", "info", "warning", "error"], Meta(description="The least that is told.")
    ] = "info"
    format: Annotated[
        Literal["auto", "json", "text"],
        Meta(description="`auto` is text on a terminal and JSON elsewhere."),
    ] = "auto"


class Config(Section, frozen=True):
    """All settings. `Config()` is what the service runs with when nobody says anything."""

    server: Server = Server()
    session: Session = Session()
    presence: Presence = Presence()
    login: Login = Login()
    assets: Assets = Assets()
    journal: Journal = Journal()
    retention: Retention = Retention()
    limits: Limits = Limits()
    log: Log = Log()


class Setting(NamedTuple):
    """One setting, for those who list them: `doctor` and `docs/configuration.md`."""

    key: str
    default: object
    description: str
    type: Any


class Loaded(NamedTuple):
    """The settings, and for each key that somebody set, who did."""

    config: Config
    sources: dict[str, str]


def settings() -> Iterator[Setting]:
    """Every setting there is, in the order of `Config`."""
    for section in msgspec.structs.fields(Config):
        hints = get_type_hints(section.type, include_extras=True)
        for field in msgspec.structs.fields(section.type):
            meta = next(part for part in get_args(hints[field.name]) if _describes(part))
            key = f"{section.name}.{field.name}"
            yield Setting(key, field.default, meta.description, hints[field.name])


def load(
    flags: Mapping[str, object], environment: Mapping[str, str], file: Path | None = None
) -> Loaded:
    """Read all sources. `flags` maps keys such as `server.port` to values; `None` is not given.

    Without `file`, `cobrowse.toml` of the working directory is read if it is there. Raises
    `ConfigError` for a key that does not exist and a value that does not fit.
    """
    known = {setting.key: setting for setting in settings()}
    values: dict[str, dict[str, object]] = {}
    sources: dict[str, str] = {}
    for key, value, source in _given(flags, environment, file):
        setting = known.get(key)
        if setting is None:
            raise ConfigError(f"{source}: there is no setting `{key}`{_nearest(key, known)}")
        section, name = key.split(".")
        values.setdefault(section, {})[name] = _convert(setting, value, source)
        sources[key] = source
    config = msgspec.convert(values, Config, dec_hook=_from_text)
    _check(config.server, sources)
    return Loaded(config, sources)


def _given(
    flags: Mapping[str, object], environment: Mapping[str, str], file: Path | None
) -> Iterator[tuple[str, object, str]]:
    path = file or Path(FILE)
    if file is not None or path.exists():
        for section, content in _read(path).items():
            if not isinstance(content, dict):
                raise ConfigError(f"{path}: `{section}` stands outside of any section")
            for name, value in content.items():
                yield f"{section}.{name}", value, str(path)
    for variable, text in environment.items():
        if variable.startswith(PREFIX):
            key = variable.removeprefix(PREFIX).lower().replace("__", ".")
            yield key, text, variable
    for key, flag in flags.items():
        if flag is not None:
            yield key, flag, "flag"


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error


def _convert(setting: Setting, value: object, source: str) -> object:
    if isinstance(setting.default, tuple) and isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    from_text = source.startswith(PREFIX)
    try:
        return msgspec.convert(value, setting.type, strict=not from_text, dec_hook=_from_text)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{source}: `{setting.key}`: {error}") from error


def _from_text(kind: type[Any], value: object) -> object:
    if kind is Path and isinstance(value, str | Path):
        return Path(value)
    raise TypeError(f"Expected `{kind.__name__}`, got `{type(value).__name__}`")


def _check(server: Server, sources: Mapping[str, str]) -> None:
    for network in server.trusted_proxies:
        try:
            ip_network(network)
        except ValueError as error:
            source = sources["server.trusted_proxies"]
            raise ConfigError(f"{source}: `server.trusted_proxies`: {error}") from error
    for key, origin in (
        ("server.public_origin", server.public_origin),
        ("server.replay_origin", server.replay_origin),
    ):
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or f"{parts.scheme}://{parts.netloc}" != origin:
            raise ConfigError(
                f"{sources[key]}: `{key}`: an origin is scheme, host and port, such as"
                " `https://help.example.com`"
            )


def _nearest(key: str, known: Mapping[str, Setting]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    return f"; did you mean `{near[0]}`?" if near else ""


def _describes(part: object) -> bool:
    return isinstance(part, Meta) and part.description is not None
