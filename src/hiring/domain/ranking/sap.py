"""Modules of SAP, as titles of vagas write them."""

from collections.abc import Iterable, Mapping
from typing import Final

__all__ = ["MODULES", "modules_in"]

_PLAIN: Final = """
    abap aa apo ariba basis bo bpc bw bydesign cpi crm ecc ehs ewm fiori fm grc gts hcm hr hybris ibp mdg mm
    pi pm pp ps qm sd srm tdf tm trm ui5 vim wm
"""
"""Spelt as they are named. What is a word of titles, too (`is`, `re`, `le`), is left out."""

MODULES: Final[Mapping[str, tuple[str, ...]]] = {
    **{name: (name,) for name in _PLAIN.split()},
    "co": ("co", "fico"),
    "fi": ("fi", "fico"),
    "hana": ("hana", "s4hana", "4hana"),
    "po": ("po", "pi/po"),
    "successfactors": ("successfactors", "success factors"),
}
"""By the name that requirements use: what shows it in a text that speaks of SAP."""

_NAMED_BY: Final = {
    spelling: [name for name, spellings in MODULES.items() if spelling in spellings]
    for spellings in MODULES.values()
    for spelling in spellings
}


def modules_in(words: Iterable[str]) -> list[str]:
    """The modules that a title's words name, in their order, each once; `fico` is two.

    >>> modules_in("consultor sap fico abap".split())
    ['co', 'fi', 'abap']
    """
    return list(dict.fromkeys(name for word in words for name in _NAMED_BY.get(word, ())))
