"""The official directory as it lies in data/: regions, districts, municipalities and hromadas, parents first."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


class Region(StrEnum):
    NRW = "nrw"
    DNIPROPETROVSK = "dnipropetrovsk"


class PlaceKind(StrEnum):
    LAND = "land"
    REGIERUNGSBEZIRK = "regierungsbezirk"
    KREIS = "kreis"
    KREISFREIE_STADT = "kreisfreie_stadt"
    STADT = "stadt"
    GEMEINDE = "gemeinde"
    OBLAST = "oblast"
    RAION = "raion"
    CITY_HROMADA = "city_hromada"
    SETTLEMENT_HROMADA = "settlement_hromada"
    RURAL_HROMADA = "rural_hromada"


DISTRICTS = frozenset({PlaceKind.KREIS, PlaceKind.RAION})
#: What somebody can come from; the rest is only what these lie in.
CHOOSABLE = frozenset(PlaceKind) - {PlaceKind.LAND, PlaceKind.OBLAST, PlaceKind.REGIERUNGSBEZIRK}

_NRW_KINDS = {
    "kreisfreie Stadt": PlaceKind.KREISFREIE_STADT,
    "Stadt": PlaceKind.STADT,
    "Gemeinde": PlaceKind.GEMEINDE,
}
_HROMADA_KINDS = {
    "міська": (PlaceKind.CITY_HROMADA, "Stadtgemeinde", "urban hromada"),
    "селищна": (PlaceKind.SETTLEMENT_HROMADA, "Siedlungsgemeinde", "settlement hromada"),
    "сільська": (PlaceKind.RURAL_HROMADA, "Landgemeinde", "rural hromada"),
}

Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A place of the directory; the last four fields are for searching only."""

    key: str
    kind: PlaceKind
    region: Region
    parent_key: str | None
    name_de: str
    name_uk: str | None
    name_en: str | None
    full_name_uk: str | None = None
    centre_de: str | None = None
    centre_uk: str | None = None
    centre_en: str | None = None
    population: int | None = None
    lat: float | None = None
    lon: float | None = None
    official_names: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    alternate_names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@cache
def directory() -> tuple[Entry, ...]:
    return (*_regions(), *_regierungsbezirke(), *_kreise(), *_municipalities(), *_raions(), *_hromadas())


def _rows(file: str) -> list[Row]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _split(names: str) -> tuple[str, ...]:
    return tuple(name for name in names.split("|") if name)


def _regions() -> Iterator[Entry]:
    for row in _rows("regions.csv"):
        yield Entry(
            key=row["key"],
            kind=PlaceKind(row["kind"]),
            region=Region(row["region"]),
            parent_key=None,
            name_de=row["name_de"],
            name_uk=row["name_uk"],
            name_en=row["name_en"],
        )


def _regierungsbezirke() -> Iterator[Entry]:
    for row in _rows("nrw_regierungsbezirke.csv"):
        yield Entry(
            key=row["key"],
            kind=PlaceKind.REGIERUNGSBEZIRK,
            region=Region.NRW,
            parent_key=row["key"][:2],
            name_de=row["name_de"],
            name_uk=row["name_uk"],
            name_en=row["name_en"],
        )


def _kreise() -> Iterator[Entry]:
    """The 31 Kreise. A kreisfreie Stadt has a row here too, but is one place: its municipality."""
    for row in _rows("nrw_kreise.csv"):
        if row["kind"] != "kreisfreie Stadt":
            yield Entry(
                key=row["kreis_ags"],
                kind=PlaceKind.KREIS,
                region=Region.NRW,
                parent_key=row["kreis_ags"][:3],
                name_de=row["name_de"],
                name_uk=row["name_uk"] or None,
                name_en=None,
                population=int(row["population"]),
                lat=float(row["lat"]),
                lon=float(row["lon"]),
            )


def _municipalities() -> Iterator[Entry]:
    for row in _rows("nrw_municipalities.csv"):
        kind = _NRW_KINDS[row["kind"]]
        yield Entry(
            key=row["ags"],
            kind=kind,
            region=Region.NRW,
            parent_key=row["ags"][:3] if kind is PlaceKind.KREISFREIE_STADT else row["kreis_ags"],
            name_de=row["name_de"],
            name_uk=row["name_uk"] or None,
            name_en=row["name_en"] or None,
            population=int(row["population"]),
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            alternate_names=_split(row["alt_names"]),
            codes=(row["ars"],),
        )


def _raions() -> Iterator[Entry]:
    oblast = next(row["key"] for row in _rows("regions.csv") if row["kind"] == PlaceKind.OBLAST)
    for row in _rows("dnipropetrovsk_raions.csv"):
        yield Entry(
            key=row["code"],
            kind=PlaceKind.RAION,
            region=Region.DNIPROPETROVSK,
            parent_key=oblast,
            name_de=f"Rajon {row['centre_de']}",
            name_uk=row["name_uk"],
            name_en=f"{row['centre_en']} Raion",
            full_name_uk=row["name_uk"],
            centre_de=row["centre_de"],
            centre_uk=row["centre_uk"],
            centre_en=row["centre_en"],
            population=int(row["population"]),
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            official_names=(f"{row['name_en']} Raion", f"Rajon {row['name_de']}"),
            former_names=_split(row["aliases_uk"]),
        )


def _hromadas() -> Iterator[Entry]:
    raions = {raion.key: raion for raion in _raions()}
    rows = _rows("dnipropetrovsk_hromadas.csv")
    bearers = Counter(row["name_uk"] for row in rows)
    for row in rows:
        kind, word_de, word_en = _HROMADA_KINDS[row["kind_uk"]]
        raion = raions[row["raion_code"]]
        homonym = bearers[row["name_uk"]] > 1
        yield Entry(
            key=row["code"],
            kind=kind,
            region=Region.DNIPROPETROVSK,
            parent_key=raion.key,
            name_de=row["centre_de"] + (f" ({word_de}, {raion.name_de})" if homonym else ""),
            name_uk=row["centre_uk"] + (f" ({row['kind_uk']} громада, {raion.name_uk})" if homonym else ""),
            name_en=row["centre_en"] + (f" ({word_en}, {raion.name_en})" if homonym else ""),
            full_name_uk=row["full_name_uk"],
            centre_de=row["centre_de"],
            centre_uk=row["centre_uk"],
            centre_en=row["centre_en"],
            population=int(row["population"]),
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            official_names=(row["name_uk"], row["name_en"], row["name_de"]),
            former_names=_split(row["aliases_uk"]),
            alternate_names=_split(row["alt_names"]),
            codes=(row["centre_code"],),
        )
