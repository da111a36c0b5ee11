"""Pictures that fit any width: shapes stretch with their box, text and marks keep their size."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

import numpy as np

from engine.arrays import F8

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Plot:
    """A box from ``left`` to ``right`` and from ``bottom`` to ``top``, in the data's units."""

    left: float
    right: float
    bottom: float
    top: float

    def at(self, x: float, y: float) -> Point:
        """Percent from the left and from the top."""
        across = 100.0 * (x - self.left) / (self.right - self.left)
        return across, 100.0 * (self.top - y) / (self.top - self.bottom)

    def line(self, points: Iterable[Point], style: str) -> str:
        """An SVG line through points."""
        return f'<polyline points="{self._path(points)}" fill="none" style="{style}"/>'

    def area(self, points: Iterable[Point], style: str) -> str:
        """A filled SVG polygon."""
        return f'<polygon points="{self._path(points)}" style="{style}"/>'

    def _path(self, points: Iterable[Point]) -> str:
        return " ".join(f"{x:.2f},{y:.2f}" for x, y in (self.at(*point) for point in points))

    def dot(self, x: float, y: float, kind: str, tip: str = "", style: str = "") -> str:
        """A mark of the CSS classes ``kind``, with what the pointer is told."""
        across, down = self.at(x, y)
        told = f' data-tip="{escape(tip, quote=True)}"' if tip else ""
        east = " east" if across > 70 else ""
        return (
            f'<i class="{kind}{east}" style="left:{across:.2f}%;top:{down:.2f}%;{style}"{told}></i>'
        )

    def text(self, x: float, y: float, words: str, kind: str) -> str:
        """Words at a point."""
        across, down = self.at(x, y)
        return f'<b class="{kind}" style="left:{across:.2f}%;top:{down:.2f}%">{escape(words)}</b>'

    def x_mark(self, x: float, words: str) -> str:
        """A word below the horizontal axis."""
        return f'<b class="x" style="left:{self.at(x, self.bottom)[0]:.2f}%">{escape(words)}</b>'

    def y_mark(self, y: float, words: str) -> str:
        """A word beside the vertical axis."""
        down = 100.0 - self.at(self.left, y)[1]
        return f'<b class="y" style="bottom:{down:.2f}%">{escape(words)}</b>'

    def drawn(
        self, shapes: str, marks: str, height: int, label: str, across: str = "", up: str = ""
    ) -> str:
        """The picture: SVG ``shapes`` below HTML ``marks``; ``across`` and ``up`` name the axes."""
        axis = "".join(
            f'<b class="{kind}">{escape(title)}</b>'
            for kind, title in (("across", across), ("up", up))
            if title
        )
        return (
            f'<div class="plot" role="img" aria-label="{escape(label, quote=True)}" '
            f'style="height:{height}px"><svg viewBox="0 0 100 100" preserveAspectRatio="none" '
            f'aria-hidden="true">{shapes}</svg>{marks}{axis}</div>'
        )


def ticks(low: float, high: float, count: int = 5) -> F8:
    """Round numbers between two ends, some ``count`` of them."""
    rough = (high - low) / count
    power = 10.0 ** np.floor(np.log10(rough))
    step = power * next(s for s in (1, 2, 5, 10) if s * power >= rough)
    return np.asarray(np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step)


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside a point: percent across and down, and the width in percent."""

    across: float
    down: float
    width: float

    def touches(self, other: "Label") -> bool:
        """Whether the two would lie over each other."""
        beside = self.across + self.width < other.across or other.across + other.width < self.across
        return not beside and abs(self.down - other.down) < LINE

    @property
    def inside(self) -> bool:
        """Whether the picture holds it."""
        return self.across > 0.0 and self.across + self.width < 100.0


def sides(across: float, down: float, width: float) -> tuple[Label, Label]:
    """A label right of its point, and left of it."""
    return Label(across, down, width), Label(across - width, down, width)


LINE = 4.0  # percent of a picture's height that a line of text needs
