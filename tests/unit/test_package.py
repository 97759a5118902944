from importlib.metadata import version

import hiring


def test_the_installed_version_is_the_one_in_the_source() -> None:
    assert version("hiring") == hiring.__version__
