"""Which of a file's audio streams is the programme, and which belong together as the channels of one mix.

In: a `FilmFile` as `probe` gives it. Out: the streams to listen to, and the words that say so. Commentary and
audio description are known by the container's marks or by their title, in the usual languages; a stream for
each channel, as editing systems and camera files have it, is known by equal mono streams.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from cuespotter.errors import NoSoundError
from cuespotter.model import AudioStream, FilmFile

_DESCRIPTION = re.compile(
    r"audio ?-?des[ck]r|descripti(ve|on) (audio|video|track|service|narration)|described (audio|video)"
    r"|video description|visually (impaired|handicap)|hard of seeing|for the blind|vision impaired"
    r"|horfilm|bildbeschreib|sehbehind|sehgeschadig|blinde|malvoyant|deficients? visuel|aveugle"
    r"|audiodescri|ciegos|invidente|discapacidad visual|non vedent|ipovedent|slechtziend"
    r"|deficientes? visua|syntolk|synstolk|synstolking|kuvailutulk|audiodeskryp|niewidom|niedowidz"
    r"|тифлокоммент|аудиодескрип|слабовид|незряч|слепых|audiopopis|zvukov\w* popis|nevidom"
    r"|audionarrac|narracio|sesli betimleme|ακουστικη περιγραφη|音声ガイド|音声解説|解説放送|副音声"
    r"|口述影像|화면 ?해설"
)
"""Titles of audio descriptions, without accents and in lower case."""
_DESCRIPTION_LETTERS = re.compile(r"\b(AD|A\.D\.|DVS)\b")
_DESCRIPTION_LANGUAGES = frozenset({"nar", "qad"})
"""Broadcasters' codes: narrative (United Kingdom), audio description (France)."""
_COMMENTARY = re.compile(
    r"commentar|comments? (by|from)|kommentar|kommentti|kommentoi|commentaire|comentari|commento|commenti"
    r"|comentario|commentaar|komentar|komentarz|комментар|коментар|σχολι|yorum|コメンタリ|解説|评论|評論|評论|講評|导评|코멘터리|해설"
)
"""Titles of commentaries, without accents and in lower case."""
_FURTHER = re.compile(r"[\d\s#._-]+")
_CHANNEL_TITLES = {
    "FL": "l|left|fl|front left|left front|lf|links|gauche|izquierda|sinistra|lt|left total",
    "FR": "r|right|fr|front right|right front|rf|rechts|droite|derecha|destra|rt|right total",
    "FC": "c|center|centre|fc|front center|front centre|mitte|centro|mono",
    "LFE": "lfe|sub|subwoofer|boom|low frequency|low frequency effects",
    "SL": "ls|sl|bl|left surround|surround left|side left|left side|back left|lss",
    "SR": "rs|sr|br|right surround|surround right|side right|right side|back right|rss",
}
_CHANNEL_OF = {word: name for name, words in _CHANNEL_TITLES.items() for word in words.split("|")}
_CHANNEL_OF |= {name.lower(): "S" + name[1] for name in ("BL", "BR", "SL", "SR")}
_MIXES = {
    2: ("stereo", ("FL", "FR")),
    3: ("3.0", ("FL", "FR", "FC")),
    4: ("quad(side)", ("FL", "FR", "SL", "SR")),
    5: ("5.0(side)", ("FL", "FR", "FC", "SL", "SR")),
    6: ("5.1(side)", ("FL", "FR", "FC", "LFE", "SL", "SR")),
}
"""What a number of mono streams stands for, in the order that films have (SMPTE ST 428-12, ITU-R BS.775)."""
_WHOLE_MIX = 6
"""Of more streams than this the first are taken for a 5.1; a stereo mix, or surrounds at the back, follow."""


@dataclass(frozen=True)
class StreamChoice:
    """What is listened to.

    Attributes
    ----------
    streams : tuple of int
        Indexes in the container: one stream, or one for each channel, in the order of `channels`.
    layout : str or None
        FFmpeg's name of the mix made of mono streams; None for one stream, which has its own.
    channels : tuple of str
        The channels' names; empty for one stream.
    is_guess : bool
        Whether only their number says which channel is which.
    """

    streams: tuple[int, ...]
    layout: str | None = None
    channels: tuple[str, ...] = ()
    is_guess: bool = False


def is_description(title: str | None, language: str | None) -> bool:
    """Say whether a stream's title or language marks an audio description.

    Examples
    --------
    >>> [is_description(title, None) for title in ("English AD", "Hörfilmfassung", "Stereo")]
    [True, True, False]
    """
    if language in _DESCRIPTION_LANGUAGES:
        return True
    return title is not None and bool(
        _DESCRIPTION.search(_plain(title)) or _DESCRIPTION_LETTERS.search(title)
    )


def is_commentary(title: str | None) -> bool:
    """Say whether a stream's title marks a commentary.

    Examples
    --------
    >>> [is_commentary(title) for title in ("Director's commentary", "Комментарии режиссёра", "Stereo")]
    [True, True, False]
    """
    return title is not None and bool(_COMMENTARY.search(_plain(title)))


def choose(file: FilmFile, wanted: int | None) -> StreamChoice:
    """Choose what to listen to: the stream asked for, or the programme as a player would take it.

    Parameters
    ----------
    file : FilmFile
        As `probe` gives it.
    wanted : int or None
        Index of a stream in the container, heard alone; None for the programme: audio descriptions and
        commentaries come last, then the default stream first, then the mix with most channels, then the
        first. Equal mono streams are the channels of one mix.

    Raises
    ------
    NoSoundError
        There is no audio stream, or not the one asked for.
    """
    if not file.streams:
        raise NoSoundError(f"{file.name} has no audio stream; needed is a film with sound", path=file.name)
    if wanted is None:
        mixes = _mixes(file.streams)
        return _choice(min(mixes, key=_player_order))
    if wanted not in {stream.index for stream in file.streams}:
        there = ", ".join(stream_words(stream) for stream in file.streams)
        raise NoSoundError(
            f"stream {wanted} of {file.name} is not sound; choose one of {there}",
            path=file.name,
            stream=wanted,
        )
    return StreamChoice((wanted,))


def chosen(file: FilmFile) -> StreamChoice | None:
    """Give back what was chosen for a film, as its facts keep it; None where they keep nothing."""
    if file.channel_streams and file.channel_layout:
        channels = dict(_MIXES.values())[file.channel_layout]
        streams = tuple(file.channel_streams)
        return StreamChoice(streams, file.channel_layout, channels, file.channels_guessed)
    return None if file.stream_used is None else StreamChoice((file.stream_used,))


def stream_words(stream: AudioStream) -> str:
    """Name a stream for a person: '1 (ac3 5.1, eng)'."""
    role = "audio description" if stream.is_description else "commentary" if stream.is_commentary else None
    parts = [f"{stream.codec} {stream.layout}", stream.language, stream.title, role]
    return f"{stream.index} ({', '.join(part for part in parts if part)})"


def heard_words(file: FilmFile) -> str:
    """Say which stream of a film was heard and which were not, in one line; empty where nothing tells."""
    if file.stream_used is None:
        return ""
    used = {*(file.channel_streams or [file.stream_used]), *file.dub_streams}
    by_index = {stream.index: stream for stream in file.streams}
    if file.channel_streams:
        names = ", ".join(str(index) for index in file.channel_streams)
        heard = f"streams {names} together, as the channels of one mix ({file.channel_layout}"
        heard += ", by their number)" if file.channels_guessed else ")"
    else:
        own = [file.stream_used, *file.dub_streams]
        words = [stream_words(by_index[index]) for index in own if index in by_index]
        heard = f"stream {words[0]}" if words else "stream"
        if words[1:]:
            heard += f", with {' and '.join(words[1:])}, dubbed over the same music"
    rest = ", ".join(stream_words(stream) for stream in file.streams if stream.index not in used)
    return f"heard {heard}" + (f"; not heard: {rest}" if rest else "")


def _plain(title: str) -> str:
    """Take accents and capitals away."""
    apart = unicodedata.normalize("NFD", title.casefold())
    kept = "".join(letter for letter in apart if not "\u0300" <= letter <= "\u036f")
    return unicodedata.normalize("NFC", kept)


def _mixes(streams: list[AudioStream]) -> list[list[AudioStream]]:
    """Put equal mono streams together; every other stream is a mix of its own."""
    mixes: dict[object, list[AudioStream]] = {}
    for stream in streams:
        mixes.setdefault(_kinship(stream), []).append(stream)
    return list(mixes.values())


def _kinship(stream: AudioStream) -> object:
    """Give what equal mono streams share, and no other stream has."""
    if stream.channels != 1:
        return stream.index
    title = _plain(stream.title or "").strip()
    family = "" if title in _CHANNEL_OF else _FURTHER.sub(" ", title).strip()
    is_extra = stream.is_commentary or stream.is_description
    return (stream.codec, stream.rate_hz, stream.language, family, is_extra)


def _choice(mix: list[AudioStream]) -> StreamChoice:
    """Say which channel each stream of a mix is: by its label, else by their number."""
    if len(mix) == 1:
        return StreamChoice((mix[0].index,))
    named = {name: stream.index for stream in mix if (name := _channel_of(stream)) is not None}
    for layout, channels in _MIXES.values():
        if len(named) == len(mix) and set(named) == set(channels):
            return StreamChoice(tuple(named[name] for name in channels), layout, channels)
    taken = mix[:_WHOLE_MIX]
    layout, channels = _MIXES[len(taken)]
    return StreamChoice(tuple(stream.index for stream in taken), layout, channels, is_guess=True)


def _channel_of(stream: AudioStream) -> str | None:
    """Read the label of a mono stream's channel, from its layout ('1 channels (FL)') or its title."""
    label = re.search(r"\((\w+)\)", stream.layout)
    return _CHANNEL_OF.get(label[1].lower() if label else _plain(stream.title or "").strip())


def _player_order(mix: list[AudioStream]) -> tuple[bool, bool, int, int]:
    """Sort key: the programme first, then the default, then most channels, then the first."""
    is_extra = mix[0].is_commentary or mix[0].is_description
    is_default = any(stream.is_default for stream in mix)
    return (is_extra, not is_default, -sum(stream.channels for stream in mix), mix[0].index)
