"""A receipt as a document: what stands on it, not how a printer says it."""

from dataclasses import dataclass, field
from enum import Enum, unique


@unique
class Paper(Enum):
    """Paper widths, by the dots that their print heads have (203 dpi)."""

    MM_80 = 576
    MM_58 = 384

    @property
    def dots(self) -> int:
        """Dots across."""
        return self.value

    @property
    def columns(self) -> int:
        """Half-width characters across, 12 dots each (font A)."""
        return self.value // 12


@unique
class Weight(Enum):
    """How strong a line stands."""

    NORMAL = "normal"
    BOLD = "bold"
    BIG = "big"


@dataclass(frozen=True, slots=True)
class Title:
    """The name of the house: centred, twice as high and wide."""

    text: str


@dataclass(frozen=True, slots=True)
class Centered:
    """A centred line, wrapped when it is too long."""

    text: str
    weight: Weight = Weight.NORMAL


@dataclass(frozen=True, slots=True)
class Line:
    """A line with words on the left and figures on the right.

    When both do not fit beside one another the right goes on a line of its own.
    """

    left: str
    right: str = ""
    weight: Weight = Weight.NORMAL


@dataclass(frozen=True, slots=True)
class Rule:
    """A dashed line across."""


@dataclass(frozen=True, slots=True)
class Blank:
    """An empty line."""


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """A label and a line to sign on."""

    label: str


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code, model 2, error correction M, centred.

    Attributes:
        text: What it holds, at most 500 characters.
        module: Dots per module, 3 to 8.
    """

    text: str = field(repr=False)
    module: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A black and white picture, centred: a logo.

    Attributes:
        width: Dots, at most those of the paper.
        height: Dots.
        rows: Packed rows, most significant bit left, 1 is black: ``height * ceil(width / 8)`` bytes.
    """

    width: int
    height: int
    rows: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.rows) != self.height * ((self.width + 7) // 8):
            raise ValueError("the rows of the picture do not fit its size")


@dataclass(frozen=True, slots=True)
class Cut:
    """Feed and cut the paper."""


Element = Title | Centered | Line | Rule | Blank | SignatureLine | QrCode | Picture | Cut


@dataclass(frozen=True, slots=True)
class Receipt:
    """One document; its text may name a guest, so ``repr`` shows only its length.

    Attributes:
        paper: What it is meant for; None for whatever the printer has.
    """

    elements: tuple[Element, ...] = field(repr=False)
    paper: Paper | None = None

    def __len__(self) -> int:
        return len(self.elements)
