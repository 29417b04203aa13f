"""Advanced SubStation Alpha: "now playing" in the picture's upper left corner, faded in and out."""

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.players.now_playing import captions
from cuespotter.model.document import FilmDocument
from cuespotter.wording.text import flat

STYLE_FIELDS = (
    "Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, "
    "Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, "
    "MarginR, MarginV, Encoding"
)
STYLE = "Music,Sans,44,&H00FFFFFF,&H00FFFFFF,&H00202020,&H80000000,0,0,0,0,100,100,0,0,1,2,1,7,60,60,50,1"
FADE = r"{\fad(300,500)}"


def write(document: FilmDocument, options: ExportOptions) -> bytes:
    """Write ASS for a picture of 1920 by 1080."""
    lines = [
        "[Script Info]",
        f"Title: {flat(document.film.title)}",
        "ScriptType: v4.00+",
        "PlayResX: 1920",
        "PlayResY: 1080",
        "WrapStyle: 0",
        "",
        "[V4+ Styles]",
        f"Format: {STYLE_FIELDS}",
        f"Style: {STYLE}",
        "",
        "[Events]",
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
    ]
    for caption in captions(document, options):
        text = r"\N".join(_plain(line) for line in caption.lines)
        times = f"{_stamp(caption.begin_ms)},{_stamp(caption.end_ms)}"
        lines.append(f"Dialogue: 0,{times},Music,,0,0,0,,{FADE}{text}")
    return ("\n".join(lines) + "\n").encode()


def _stamp(milliseconds: int) -> str:
    """Write hours with one digit, and hundredths, as the format has it."""
    minutes, rest = divmod((milliseconds + 5) // 10, 6000)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest // 100:02d}.{rest % 100:02d}"


def _plain(line: str) -> str:
    """Keep a title from being read as a tag: braces become parentheses, a backslash a slash."""
    return line.translate(str.maketrans("{}\\", "()/"))
