"""What the server has made for it in a process of its own, within limits of time and memory."""

import logging
import signal
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from .confined import OUT_OF_MEMORY, TIMED_OUT, Task
from .confined.process import Process

WORKSHOP: Final = ("-m", "disclosures.workshop")
FAILED: Final[Mapping[str, str]] = {
    "pdf": "排版失败",
    "book": "电子表格生成失败",
    "reading": "读回失败",
}
TOO_LONG: Final = "超时"
TOO_LARGE: Final = "内存不足"
NO_FONTS: Final = "缺少公文字体"
# How C libraries die when the address space is used up.
ABORTS: Final = frozenset({-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGSEGV, -signal.SIGBUS})
CPU_USED_UP: Final = frozenset({-signal.SIGXCPU, -signal.SIGKILL})

log = logging.getLogger(__name__)


class RenderingFailed(Exception):  # noqa: N818 - named as what staff read
    """A file could not be made or read back; ``reason`` says why in the words of staff."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def made(craft: str, content: bytes) -> bytes:
    """What the craft makes of the content; raises RenderingFailed where it cannot."""
    task = Task(craft, settings.PDF_SECONDS, settings.PDF_MEMORY_MB, content)
    status, answer = workshop().do(task)
    if status:
        log.error("%s ended with %s: %s", craft, status, answer.decode(errors="replace"))
        raise RenderingFailed(_reason(status, craft))
    return answer


def workshop() -> Process:
    """The process that stays warm; without its list of fonts, a machine's own would be taken."""
    fonts = Path(settings.FONTS_DIR) / "fonts.conf"
    if not fonts.is_file():
        raise RenderingFailed(f"{NO_FONTS}：未找到 {fonts}")
    return _process(WORKSHOP, Path(settings.BASE_DIR), fonts)


@cache
def _process(command: tuple[str, ...], base: Path, fonts: Path) -> Process:
    return Process(command, base, {"FONTCONFIG_FILE": str(fonts)})


def _reason(status: int, craft: str) -> str:
    if status == OUT_OF_MEMORY or status in ABORTS:
        return f"{TOO_LARGE}：超过 {settings.PDF_MEMORY_MB} MB"
    if status == TIMED_OUT or status in CPU_USED_UP:
        return f"{TOO_LONG}：超过 {settings.PDF_SECONDS} 秒"
    return FAILED[craft]
