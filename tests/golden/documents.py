"""The documents on which every export is tried: a film with everything, one without a cue, and a hostile one."""

from cuespotter.model import (
    AudioStream,
    Cue,
    CueSheetHeader,
    Film,
    FilmDocument,
    FilmFile,
    FilmIdentifiers,
    MusicSign,
    Party,
    Placement,
    Recording,
    Release,
    Rival,
    SoundSpans,
    Version,
    Work,
)

PAL = 25 / 24
PAL_CENTS = 70.67
PINK = Release(
    title="Night Ferry (Original Soundtrack)",
    artist="Various",
    date="2011-11-11",
    label="Quayside",
    catalogue_number="QS 017",
    medium="vinyl",
    colour="pink",
    is_limited=True,
    packaging="gatefold",
    is_soundtrack=True,
)
HARBOUR_WORK = Work(
    id="w1",
    title="Harbour Lights Off",
    iswc="T-000.000.001-0",
    year=1977,
    parties=[
        Party(
            name="Ada Marlow",
            role="composer",
            first_name="Ada",
            last_name="Marlow",
            ipi="00000000199",
            society="PRS",
            share_percent=30,
        ),
        Party(
            name="Jo Finch",
            role="lyricist",
            first_name="Jo",
            last_name="Finch",
            ipi="00000000297",
            society="BMI",
            share_percent=20,
        ),
        Party(name="Low Tide Music", role="publisher", ipi="00000000395", society="PRS", share_percent=50),
    ],
)
SCORE_WORK = Work(
    id="w2",
    title="The Crossing",
    year=2011,
    parties=[
        Party(
            name="Mira Sand",
            role="composer",
            first_name="Mira",
            last_name="Sand",
            ipi="00000000493",
            society="GEMA",
            share_percent=100,
        )
    ],
)
ORIGINAL = Recording(
    id="r1",
    path="The Quay/Low Water/03 Harbour Lights Off.flac",
    duration_s=271.4,
    title="Harbour Lights Off",
    artist="The Quay",
    album="Low Water",
    composer="Ada Marlow",
    lyricist="Jo Finch",
    isrc="GBXXX7700001",
    musicbrainz_recording_id="11111111-1111-4111-8111-111111111111",
    label="Quayside",
    catalogue_number="QS 003",
    date="1992",
    original_date="1977-08-29",
    genre="rock",
    work=HARBOUR_WORK,
    version=Version(kind="original", evidence="tags"),
    releases=[PINK],
)
COVER = Recording(
    id="r2",
    path="Night Ferry/07 Harbour Lights Off.flac",
    duration_s=198.0,
    title="Harbour Lights Off",
    artist="Lena Holm",
    album="Night Ferry (Original Soundtrack)",
    date="2011",
    work=HARBOUR_WORK,
    version=Version(kind="cover", evidence="work id", first_recorded_by="The Quay", first_recorded="1977"),
    releases=[PINK],
)
SCORE = Recording(
    id="r3",
    path="Night Ferry/01 The Crossing.flac",
    duration_s=402.0,
    title="The Crossing",
    artist="Mira Sand",
    album="Night Ferry (Original Soundtrack)",
    composer="Mira Sand",
    date="2011",
    work=SCORE_WORK,
    musicbrainz_recording_id="33333333-3333-4333-8333-333333333333",
)
WALTZ = Recording(
    id="r4", path="Old Records/waltz in the canteen.mp3", duration_s=183.2, original_date="1934"
)
DISCO = Recording(
    id="r5",
    path="Club/Glass Elevator (12 inch).mp3",
    duration_s=391.0,
    title="Glass Elevator (12\u2033 Version)",
    artist="Nightline",
    album="Glass Elevator",
    date="1983",
    label="Neon & Sons",
)


def place(begin, end, recording_in, speed=1.0, cents=0.0, level=None, views=("side",), bar=None, mix=None):
    return Placement(
        film_in_s=begin,
        film_out_s=end,
        recording_in_s=recording_in,
        recording_out_s=recording_in + speed * (end - begin),
        speed=speed,
        pitch_cents=cents,
        level_db=level,
        bar_confidence=bar,
        mix_confidence=mix,
        heard_on=list(views),
    )


def sample():
    """Six cues: a cut song, layered score, PAL speed, a cover, a nameless file, unnamed music; and one rejected."""
    cues = [
        Cue(
            id="c1",
            cue_no="1m01",
            status="confirmed",
            confidence=0.999,
            start_s=0.0,
            end_s=92.48,
            recording=ORIGINAL,
            placements=[place(0.0, 60.0, 12.5, level=3.2), place(60.0, 92.48, 151.0, level=1.0)],
            film_part="main_title",
            perception="not_heard",
            vocal="vocal",
            prominence="featured",
            form="song",
            work_origin="pre_existing",
            recording_origin="pre_existing",
            notes="Cut from the verse to the last chorus.",
            locked=["film_part", "perception"],
        ),
        Cue(
            id="c2",
            cue_no="1m02",
            confidence=0.97,
            start_s=184.2,
            end_s=431.9,
            recording=SCORE,
            placements=[place(184.2, 431.9, 5.0, PAL, PAL_CENTS, -9.6, ("mid", "side"), bar=0.998)],
            film_part="body",
            perception="not_heard",
            vocal="instrumental",
            prominence="background",
            form="score",
            work_origin="made_for_film",
            recording_origin="made_for_film",
        ),
        Cue(
            id="c3",
            cue_no="1m03s",
            confidence=0.83,
            start_s=300.5,
            end_s=341.0,
            recording=WALTZ,
            placements=[place(300.5, 341.0, 20.25, level=-14.2, views=("surrounds",), bar=0.62)],
            perception="unseen_source",
            vocal="instrumental",
            rivals=[Rival(recording=DISCO, recording_in_s=3.5, reason="weaker", confidence=0.08)],
        ),
        Cue(
            id="c4",
            cue_no="1m04",
            kind="unnamed_music",
            confidence=0.74,
            start_s=512.0,
            end_s=560.0,
            signs=[
                MusicSign(name="tuning", share=0.9),
                MusicSign(name="ear", share=0.97),
                MusicSign(name="speech", share=0.625),
            ],
        ),
        Cue(
            id="c5",
            cue_no="2m05s",
            status="edited",
            confidence=0.95,
            start_s=3612.04,
            end_s=3701.5,
            recording=COVER,
            placements=[place(3612.04, 3701.5, 0.0, level=0.2)],
            film_part="body",
            perception="seen",
            vocal="vocal",
            form="song",
            work_origin="pre_existing",
            recording_origin="made_for_film",
        ),
        Cue(
            id="c6",
            cue_no="2m06s",
            confidence=0.91,
            start_s=3695.0,
            end_s=3780.0,
            recording=DISCO,
            placements=[place(3695.0, 3780.0, 61.0, 1.02, 0.0, -4.4, mix=0.06)],
            perception="unseen_source",
            vocal="vocal",
            work_origin="pre_existing",
            recording_origin="pre_existing",
        ),
        Cue(
            id="c7",
            cue_no="2m07",
            status="rejected",
            confidence=0.41,
            start_s=4000.0,
            end_s=4009.0,
            recording=WALTZ,
            placements=[place(4000.0, 4009.0, 90.0)],
        ),
        Cue(
            id="c8",
            cue_no="2m08",
            confidence=0.996,
            start_s=5100.0,
            end_s=5390.0,
            recording=SCORE,
            placements=[place(5100.0, 5390.0, 60.0, 1001 / 1000, 1.73, 8.0)],
            film_part="end_title",
            vocal="instrumental",
            form="score",
            work_origin="made_for_film",
            recording_origin="made_for_film",
        ),
    ]
    file = FilmFile(
        name="Night Ferry (2011).mkv",
        size=8_123_456_789,
        duration_s=5400.2,
        streams=[
            AudioStream(
                index=1,
                codec="ac3",
                layout="5.1(side)",
                channels=6,
                rate_hz=48000,
                language="eng",
                is_default=True,
            )
        ],
        stream_used=1,
        picture_rate="24000/1001",
        timecode_origin="01:00:00:00",
    )
    film = Film(
        id="f1",
        title="Night Ferry",
        year=2011,
        kind="feature",
        version="PAL DVD",
        original_title="Yölautta",
        identifiers=FilmIdentifiers(imdb="tt0000001"),
        header=CueSheetHeader(
            classification="Theatrical",
            production_company="Gangway Pictures",
            prepared_by="R. Teal",
            prepared_by_email="r.teal@example.org",
            date_prepared="2026-03-02",
            initial_air_date="2011-11-04",
            production_number="GW-9",
            director="Ana Krol",
            country="FI",
        ),
        content_notes=["storm at sea", "smoking"],
        file=file,
        duration_s=5400.2,
        speed_regime="mixed",
        sounds=[
            SoundSpans(kind="music", source="hearing", spans=[(0.0, 92.5), (184.2, 431.9), (512.0, 560.0)]),
            SoundSpans(kind="speech", source="hearing", spans=[(101.3, 180.0), (520.0, 550.0)]),
            SoundSpans(kind="singing", source="hearing", spans=[(12.0, 85.5)]),
        ],
    )
    return FilmDocument(film=film, cues=cues, cuespotter_version="0.1.0")


def empty():
    """A film in which no music was found."""
    file = FilmFile(name="talk.wav", size=44, duration_s=0.5)
    return FilmDocument(film=Film(id="f0", title="Talk", file=file, duration_s=0.5))


NASTY = (
    "</script><!-- \"quoted\" 'single' & <b>bold</b> ]]> {\\an8}\\N --> \n\n #EXTM3U =1+1 |C:x "
    "\U0001f3ac\U0001f468\u200d\U0001f469 \u05e9\u05dc\u05d5\u05dd \u202eevil\u202c \u2028 \x00\x07\x1b \ufffe caf\u00e9"
)
LONG = "Title of three hundred letters " * 10


def hostile():
    """Titles with markup, line ends, control characters, right-to-left text and emoji; tags that say nothing."""
    nasty = Recording(
        id="<id>",
        path=f"#{NASTY}/..\\{LONG}.mp3",
        duration_s=0.0,
        title=NASTY,
        artist=NASTY,
        album=NASTY,
        composer=NASTY,
        label=NASTY,
        isrc="??",
        date="n.d.",
        musicbrainz_recording_id=NASTY,
        work=Work(
            title=NASTY,
            parties=[
                Party(name=NASTY, role="composer"),
                Party(name="Cher", role="publisher", share_percent=0.1),
            ],
        ),
        releases=[Release(title=NASTY, colour=NASTY)],
    )
    bare = Recording(id="bare", path="-", duration_s=1e6)
    long = Recording(id="long", path=LONG, duration_s=3.0, title=LONG, artist="", date="0000")
    cues = [
        Cue(
            id="1",
            cue_no=NASTY,
            confidence=0,
            start_s=1.0,
            end_s=9.0,
            recording=nasty,
            notes=NASTY,
            placements=[place(1.0, 9.0, -4.0, 0.25, 1200.0, -60.0)],
            rivals=[Rival(recording=nasty, recording_in_s=-1, confidence=1)],
        ),
        Cue(
            id="2",
            cue_no="1m02",
            confidence=1,
            start_s=1.0,
            end_s=9.0,
            recording=bare,
            placements=[place(1.0, 9.0, 999_999.0, 3.0)],
        ),
        Cue(id="3", cue_no="1m02", confidence=0.5, start_s=2.0, end_s=2.0, recording=long, placements=[]),
        Cue(id="4", cue_no="1m04", kind="unnamed_music", confidence=0.5, start_s=3.0, end_s=8.99999),
        Cue(
            id="5",
            cue_no="1m05",
            kind="unnamed_music",
            confidence=0.5,
            start_s=7.0,
            end_s=40.0,
            title=NASTY,
            locked=["title"],
        ),
        Cue(
            id="6",
            cue_no="1m06",
            confidence=0.5,
            start_s=90_000.0,
            end_s=90_001.0,
            recording=long,
            placements=[place(90_000.0, 90_001.0, 0.0)],
        ),
    ]
    file = FilmFile(name=NASTY, size=0, duration_s=30.0, timecode_origin="never")
    header = CueSheetHeader(prepared_by=NASTY, production_company="=cmd|' /C calc'!A0")
    film = Film(
        id="h",
        title=NASTY,
        file=file,
        duration_s=30.0,
        header=header,
        content_notes=[NASTY],
        further_titles=[NASTY],
    )
    return FilmDocument(film=film, cues=cues)
