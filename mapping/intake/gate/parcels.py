"""What travels between the app and its file readers: JSON and Arrow tables as plain bytes, never pickled objects.

A parcel is four bytes with the length of its JSON head, the head, and the parts whose lengths the head names.
Whoever opens a parcel makes nothing from it but texts, numbers, tables and the few records named here.
"""

from __future__ import annotations

import dataclasses
import importlib
import json
import struct
from collections.abc import Callable
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from mapping import errors
from mapping.errors import MappingError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

LENGTH = struct.Struct(">I")
RECORDS = {"Sheet": "mapping.intake.tables.sheets", "Limits": "mapping.intake.gate.limits"}
"""Dataclasses that may travel, and where each lives."""
LONGEST_MESSAGE = 4_000
TYPED = "typed"


def pack(head: dict[str, Any], parts: list[bytes]) -> bytes:
    """Head and parts as one run of bytes.

    Examples
    --------
    >>> unpack(pack({"task": "x"}, [b"one", b""]))
    ({'task': 'x'}, [b'one', b''])
    """
    text = json.dumps({**head, "lengths": [len(part) for part in parts]}).encode()
    return b"".join([LENGTH.pack(len(text)), text, *parts])


def unpack(parcel: bytes | memoryview) -> tuple[dict[str, Any], list[bytes]]:
    """Head and parts of a parcel.

    Raises
    ------
    ValueError
        The parcel is cut short or is none.
    """
    if len(parcel) < LENGTH.size:
        raise ValueError("no parcel")
    start = LENGTH.size + LENGTH.unpack_from(parcel)[0]
    if start > len(parcel):
        raise ValueError("parcel is cut short")
    head = json.loads(bytes(parcel[LENGTH.size : start]))
    ends = list(accumulate(head.pop("lengths"), initial=start))
    if ends[-1] != len(parcel) or ends != sorted(ends):
        raise ValueError("parcel is cut short")
    view = memoryview(parcel)
    return head, [bytes(view[a:b]) for a, b in pairwise(ends)]


def pack_value(value: Any) -> tuple[Any, list[bytes]]:
    """A result as JSON, and the tables in it as Arrow streams.

    Texts, numbers, None, lists, tuples, dictionaries, frames (with or without geometry), series and ``RECORDS``.
    """
    parts: list[bytes] = []
    return _pack(value, parts), parts


def _pack(value: Any, parts: list[bytes]) -> Any:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, list):
        return [_pack(item, parts) for item in value]
    if isinstance(value, tuple):
        return _typed("tuple", [_pack(item, parts) for item in value])
    if isinstance(value, dict):
        return _typed("dict", [[key, _pack(item, parts)] for key, item in value.items()])
    name = type(value).__name__
    if dataclasses.is_dataclass(value) and name in RECORDS:
        filled = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return _typed("record", [name, _pack(filled, parts)])
    if hasattr(value, "to_arrow") and hasattr(value, "crs"):
        return _typed("map", _store_map(value, parts))
    if hasattr(value, "columns"):
        return _typed("table", _store_table(value, parts))
    if hasattr(value, "to_frame"):
        return _typed("column", [value.name, _store_table(value.to_frame("value"), parts)])
    raise TypeError(f"a {name} cannot travel")


def _typed(kind: str, value: Any) -> dict[str, Any]:
    return {TYPED: kind, "value": value}


def _store_table(frame: pd.DataFrame, parts: list[bytes]) -> int:
    import pyarrow as pa

    return _store(pa.Table.from_pandas(frame), parts)


def _store_map(frame: Any, parts: list[bytes]) -> list[Any]:
    """Outlines as WKB, the rest as a table under column numbers, and the CRS as WKT."""
    geometry = frame.geometry
    rest = frame.drop(columns=geometry.name)
    names = [str(name) for name in rest.columns]
    table = _store_table(rest.set_axis(range(len(names)), axis=1).reset_index(drop=True), parts)
    parts.append(_stream(_wkb_table(geometry)))
    return [table, len(parts) - 1, names, geometry.name, frame.crs.to_wkt() if frame.crs is not None else None]


def _wkb_table(geometry: Any) -> pa.Table:
    import pyarrow as pa
    import shapely

    return pa.table({"wkb": pa.array(shapely.to_wkb(geometry.array), type=pa.large_binary())})


def _store(table: pa.Table, parts: list[bytes]) -> int:
    parts.append(_stream(table))
    return len(parts) - 1


def _stream(table: pa.Table) -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def unpack_value(packed: Any, parts: list[bytes]) -> Any:
    """The result that ``pack_value`` packed.

    Raises
    ------
    ValueError, TypeError, KeyError, pyarrow.ArrowException, shapely.errors.ShapelyError
        The sender did not keep to the form.

    Examples
    --------
    >>> unpack_value(*pack_value({"lembar": ["2024", None], 7: (1.5, True)}))
    {'lembar': ['2024', None], 7: (1.5, True)}
    """
    if isinstance(packed, list):
        return [unpack_value(item, parts) for item in packed]
    if not isinstance(packed, dict):
        return packed
    kind, value = packed[TYPED], packed["value"]
    if kind == "tuple":
        return tuple(unpack_value(item, parts) for item in value)
    if kind == "dict":
        return {key: unpack_value(item, parts) for key, item in value}
    if kind == "record":
        record = getattr(importlib.import_module(RECORDS[value[0]]), value[0])
        return record(**unpack_value(value[1], parts))
    readers: dict[str, Callable[[Any, list[bytes]], Any]] = {
        "table": _read_table,
        "column": _read_column,
        "map": _read_map,
    }
    return readers[kind](value, parts)


def _open(part: bytes) -> pa.Table:
    import pyarrow as pa

    table = pa.ipc.open_stream(pa.py_buffer(part)).read_all()
    table.validate(full=True)
    return table


def _read_table(part: int, parts: list[bytes]) -> pd.DataFrame:
    return _open(parts[part]).to_pandas()


def _read_column(value: list[Any], parts: list[bytes]) -> pd.Series:
    return _read_table(value[1], parts)["value"].rename(value[0])


def _read_map(value: list[Any], parts: list[bytes]) -> Any:
    import geopandas as gpd
    import shapely

    table, wkb, names, geometry_name, crs = value
    shapes = shapely.from_wkb(_open(parts[wkb])["wkb"].to_numpy())
    rest = _read_table(table, parts).set_axis(names, axis=1)
    geometry = gpd.GeoSeries(shapes, index=rest.index, crs=crs, name=geometry_name)
    return gpd.GeoDataFrame(rest, geometry=geometry)


def pack_error(error: MappingError) -> dict[str, Any]:
    """One of the project's own errors as JSON: its class, its message and what else it carries."""
    return {"error": type(error).__name__, "message": str(error)[:LONGEST_MESSAGE], "details": vars(error)}


def unpack_error(packed: dict[str, Any]) -> MappingError:
    """The error that ``pack_error`` packed.

    Raises
    ------
    ValueError, TypeError, KeyError
        The sender did not keep to the form.

    Examples
    --------
    >>> from mapping.errors import QuestionError
    >>> unpack_error(pack_error(QuestionError("Yang mana?", "batas.lapisan", {"desa": "12 wilayah"}))).options
    {'desa': '12 wilayah'}
    """
    kind = getattr(errors, str(packed["error"]), None)
    if not (isinstance(kind, type) and issubclass(kind, MappingError)):
        raise ValueError("no error of ours")
    return kind(str(packed["message"])[:LONGEST_MESSAGE], **packed["details"])
