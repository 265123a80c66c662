"""Settings: later sources win, and nothing that is said is silently ignored."""

from pathlib import Path

import pytest

from cobrowse.config import Config, ConfigError, Setting, load, settings

PAGE = Path(__file__).resolve().parents[2] / "docs" / "configuration.md"


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(text: str) -> None:
    Path("cobrowse.toml").write_text(text)


def test_without_any_source_the_defaults_are_in_force() -> None:
    assert load({}, {}) == (Config(), {})


def test_a_file_is_beaten_by_a_variable_and_a_variable_by_a_flag() -> None:
    write("[server]\nport = 7001\nhost = '0.0.0.0'\n[login]\nlimit = 7")
    variables = {"COBROWSE__SERVER__PORT": "7002", "COBROWSE__LOGIN__LIMIT": "8"}
    config, sources = load({"server.port": 7003, "server.host": None}, variables)
    assert (config.server.host, config.server.port, config.login.limit) == ("0.0.0.0", 7003, 8)
    assert sources == {
        "server.host": "cobrowse.toml",
        "server.port": "flag",
        "login.limit": "COBROWSE__LOGIN__LIMIT",
    }


def test_a_file_that_is_named_is_read_instead(tmp_path: Path) -> None:
    write("[server]\nport = 7001")
    other = tmp_path / "other.toml"
    other.write_text("[server]\nport = 7009")
    assert load({}, {}, other).config.server.port == 7009
    with pytest.raises(ConfigError, match="nowhere"):
        load({}, {}, tmp_path / "nowhere.toml")


def test_ports_and_origins_follow_from_the_port() -> None:
    server = load({"server.port": 9000}, {}).config.server
    assert server.replay_port == 9001
    assert server.public_origin == "http://localhost:9000"
    assert server.replay_origin == "http://127.0.0.1:9001"


def test_what_is_said_is_not_derived() -> None:
    variables = {
        "COBROWSE__SERVER__REPLAY_PORT": "9100",
        "COBROWSE__SERVER__PUBLIC_ORIGIN": "https://help.example.com",
    }
    server = load({}, variables).config.server
    assert server.replay_port == 9100
    assert server.public_origin == "https://help.example.com"
    assert server.replay_origin == "http://127.0.0.1:9100"


def test_variables_can_say_numbers_yes_and_no_paths_and_several_things() -> None:
    variables = {
        "COBROWSE__PRESENCE__LOST_S": "2.5",
        "COBROWSE__ASSETS__ALLOW_PRIVATE": "true",
        "COBROWSE__SERVER__DATA": "/srv/cobrowse",
        "COBROWSE__SERVER__TRUSTED_PROXIES": "10.0.0.0/8, 127.0.0.1",
    }
    config = load({}, variables).config
    assert config.presence.lost_s == 2.5
    assert config.assets.allow_private is True
    assert config.server.data == Path("/srv/cobrowse")
    assert config.server.trusted_proxies == ("10.0.0.0/8", "127.0.0.1")


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("COBROWSE__LOGIN__LIMITS", "1", "did you mean `login.limit`"),
        ("COBROWSE__SERVER", "x", "there is no setting `server`"),
        ("COBROWSE__A__B__C", "x", "there is no setting `a.b.c`"),
        ("COBROWSE__LOGIN__LIMIT", "many", "`login.limit`: Expected `int`"),
        ("COBROWSE__LOGIN__LIMIT", "0", "`login.limit`: Expected `int` >= 1"),
        ("COBROWSE__SERVER__PORT", "70000", "`server.port`"),
        ("COBROWSE__LOG__LEVEL", "loud", "`log.level`"),
        ("COBROWSE__SERVER__TRUSTED_PROXIES", "10.0.0.0/8,proxy", "'proxy'"),
        ("COBROWSE__SERVER__PUBLIC_ORIGIN", "https://help.example.com/", "an origin is"),
        ("COBROWSE__SERVER__REPLAY_ORIGIN", "replay.example.com", "an origin is"),
    ],
)
def test_a_variable_that_cannot_be_used_is_an_error_that_names_it(
    variable: str, value: str, told: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load({}, {variable: value})
    assert str(caught.value).startswith(f"{variable}: ")
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[server]\nprot = 1", "did you mean `server.port`"),
        ("[server]\nport = '8000'", "Expected `int`, got `str`"),
        ("port = 8000", "outside of any section"),
        ("[server", "cobrowse.toml: "),
    ],
)
def test_a_file_that_cannot_be_used_is_an_error_that_names_it(text: str, told: str) -> None:
    write(text)
    with pytest.raises(ConfigError) as caught:
        load({}, {})
    assert str(caught.value).startswith("cobrowse.toml: ")
    assert told in str(caught.value)


def test_other_variables_are_nobodys_business() -> None:
    assert load({}, {"COBROWSE_CHROMIUM": "/usr/bin/chromium", "PATH": "/bin"}).sources == {}


@pytest.mark.parametrize("setting", list(settings()), ids=lambda setting: str(setting.key))
def test_every_setting_says_what_it_means_and_takes_its_own_default(setting: Setting) -> None:
    assert setting.description.endswith(".")
    if setting.default != "":  # an origin: empty stands for one that follows from the port
        assert load({setting.key: setting.default}, {}).sources == {setting.key: "flag"}


@pytest.mark.parametrize("setting", list(settings()), ids=lambda setting: str(setting.key))
def test_the_page_for_operators_says_what_the_code_says(setting: Setting) -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith(f"| `{setting.key}`")]
    assert [row.endswith(f" | {setting.description} |") for row in rows] == [True]
