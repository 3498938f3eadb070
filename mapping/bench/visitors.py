"""Visitors of a running Streamlit app without a browser: they speak its protocol and note seconds and bytes."""

from __future__ import annotations

import asyncio
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MAP = "streamlit_folium"
PATIENCE_S = 60.0


@dataclass(frozen=True)
class Answer:
    """One run of a page as its visitor saw it.

    ``seconds`` until the page was whole, ``maps`` components that draw a map, ``failed`` whether the script ended badly
    or showed an error. Bytes are those of packed messages: ``sent`` of all, ``map_sent`` of those that draw a map; 0
    where they were not weighed.
    """

    seconds: float
    sent: int
    map_sent: int
    maps: int
    failed: bool


@dataclass
class Visitor:
    """One session: opens a page by its address, and opens it again with other choices.

    Parameters
    ----------
    port : int
        Where the app listens on this machine.
    page : str
        Name of the page in the address, ``""`` for the first.
    weigh : bool
        Pack what comes as the line does, to know its bytes. It takes time, so that nobody else should be measured
        meanwhile.
    """

    port: int
    page: str = ""
    weigh: bool = False
    _line: Any = field(default=None, repr=False)

    async def __aenter__(self) -> Visitor:
        import websockets

        self._line = await websockets.connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            subprotocols=[websockets.Subprotocol("streamlit")],
            origin=websockets.Origin(f"http://127.0.0.1:{self.port}"),
            max_size=None,
            open_timeout=PATIENCE_S,
            ping_timeout=None,
        )
        return self

    async def __aexit__(self, *what: object) -> None:
        await self._line.close()

    async def open(self, query: str) -> Answer:
        """Run the page with these choices in its address, until it is whole.

        Raises
        ------
        TimeoutError
            The page was not whole after ``PATIENCE_S``.
        """
        from streamlit.proto.BackMsg_pb2 import BackMsg
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = self.page
        start, failed = time.perf_counter(), False
        packets: list[bytes] = []
        maps: list[bytes] = []
        await self._line.send(asked.SerializeToString())
        while True:
            packet = await asyncio.wait_for(self._line.recv(), PATIENCE_S)
            packets.append(packet if self.weigh else b"")
            said = ForwardMsg()
            said.ParseFromString(packet)
            kind = said.WhichOneof("type")
            if kind == "delta" and said.delta.WhichOneof("type") == "new_element":
                failed |= _is_failure(said.delta.new_element)
                if _is_map(said.delta.new_element):
                    maps.append(packets[-1])
            if kind == "script_finished":
                failed |= said.script_finished not in (
                    ForwardMsg.FINISHED_SUCCESSFULLY,
                    ForwardMsg.FINISHED_EARLY_FOR_RERUN,
                )
                if said.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    seconds = time.perf_counter() - start
                    return Answer(seconds, _packed(packets), _packed(maps), len(maps), failed)


def _is_failure(element: Any) -> bool:
    """Whether an element tells of an error: the program's own, or the sentence shown in its place."""
    shown = element.WhichOneof("type")
    return shown == "exception" or (shown == "alert" and element.alert.format == element.alert.ERROR)


def _is_map(element: Any) -> bool:
    return element.WhichOneof("type") == "component_instance" and MAP in element.component_instance.component_name


def _packed(packets: list[bytes]) -> int:
    return sum(len(zlib.compress(packet, 6)) for packet in packets if packet)


Address = Callable[[int, int], str]
"""The choices in the address of a visitor (counted from 0) at one of its actions (0: the first page)."""


async def _visit(
    port: int, page: str, address: Address, actions: int, think_s: float, turn: int, weigh: bool
) -> list[Answer]:
    await asyncio.sleep(think_s * (turn % 10) / 10)
    async with Visitor(port, page, weigh) as visitor:
        answers = []
        for action in range(actions + 1):
            await asyncio.sleep(think_s if action else 0.0)
            try:
                answers.append(await visitor.open(address(turn, action)))
            except TimeoutError:
                # What comes later would answer this action, not the next one: the visitor leaves.
                answers.append(Answer(PATIENCE_S, 0, 0, 0, failed=True))
                break
        return answers


def crowd(
    port: int, page: str, address: Address, visitors: int, actions: int = 6, think_s: float = 1.0
) -> tuple[list[Answer], list[Answer]]:
    """Many visitors at once, each thinking between its actions; one that is alone has its bytes weighed.

    Parameters
    ----------
    address : callable
        Given the visitor and the action, the choices in the address of the page.
    visitors, actions : int
        How many sessions, and how often each changes its choices after its first page.
    think_s : float
        Seconds between two actions of a visitor.

    Returns
    -------
    first, later : lists of Answer
        Of the first pages, and of all changes after them.
    """

    async def all_of_them() -> list[list[Answer]]:
        weigh = visitors == 1
        visits = (_visit(port, page, address, actions, think_s, turn, weigh) for turn in range(visitors))
        return await asyncio.gather(*visits)

    told = asyncio.run(all_of_them())
    return [answers[0] for answers in told], [answer for answers in told for answer in answers[1:]]
