// Made from cuespotter/wording and cuespotter/speeds.py by "python -m docs.renew"; do not edit.
// words.js says times, speeds and probabilities with these, as the shell and the page do.

/** From which probability on which word is said. */
export const CONFIDENCE_WORDS = [
  [
    0.99,
    "certain"
  ],
  [
    0.9,
    "very likely"
  ],
  [
    0.7,
    "likely"
  ],
  [
    0.4,
    "possible"
  ],
  [
    0.0,
    "doubtful"
  ]
];

/** A cue less likely than this should be heard. */
export const SURE_ENOUGH = 0.9;

/** A bar less likely than this is in doubt. */
export const SURE_BAR = 0.95;

/** From which probability on it is taken for the recording itself. */
export const OWN_MIX = 0.5;

/** What is said of any other. */
export const ANOTHER_MIX = "another mix or version";

/** Recording seconds in a film second, the trade's name, how films come by it. */
export const NAMED_SPEEDS = [
  [
    1.0,
    "",
    "at its own speed"
  ],
  [
    1.0416666666666667,
    "PAL speed-up",
    "24 pictures a second shown at 25"
  ],
  [
    0.96,
    "PAL slowed down",
    "25 pictures a second shown at 24"
  ],
  [
    1.001,
    "NTSC pull-up",
    "23.976 pictures a second shown at 24"
  ],
  [
    0.999000999000999,
    "NTSC pull-down",
    "24 pictures a second shown at 23.976"
  ],
  [
    1.0427083333333333,
    "PAL speed-up from 23.976",
    "23.976 pictures a second shown at 25"
  ],
  [
    0.9590409590409591,
    "PAL slowed to 23.976",
    "25 pictures a second shown at 23.976"
  ],
  [
    1.0406260406260406,
    "PAL speed-up after NTSC pull-down",
    "slowed from 24 to 23.976, then from 24 to 25"
  ],
  [
    0.96096,
    "PAL slowed down after NTSC pull-up",
    "sped up from 23.976 to 24, then from 25 to 24"
  ]
];

/** A speed this near to a named one bears its name. */
export const SAME_SPEED = 0.0003;

/** A pitch this near follows the speed. */
export const SAME_PITCH_CENTS = 15.0;

/** A smaller change of speed has two decimals. */
export const LEAST_PERCENT = 0.05;

/** The true minus sign. */
export const MINUS = "−";

/** From which level against all else music stands in front. */
export const IN_FRONT_DB = -3.0;

/** Below which level it can barely be heard. */
export const BARELY_DB = -15.0;

/** At which speed a film as a whole was transferred. */
export const REGIME_WORDS = {
  "1": "at the recordings' speed",
  "25/24": "PAL speed-up",
  "24/25": "PAL slowed down",
  "1001/1000": "NTSC pull-up",
  "1000/1001": "NTSC pull-down",
  "1001/960": "PAL speed-up from 23.976",
  "960/1001": "PAL slowed to 23.976",
  "3125/3003": "PAL speed-up after NTSC pull-down",
  "3003/3125": "PAL slowed down after NTSC pull-up",
  "mixed": "at several speeds",
  "unknown": "speed not known"
};

/** What music is called that nobody has named. */
export const UNNAMED = "Unnamed music";

/** On which mix of the film's channels a cue was heard. */
export const VIEW_WORDS = {
  "mid": "all channels together",
  "side": "left against right, mostly without dialogue",
  "front": "front left and right, without the centre",
  "surround": "the surrounds",
  "shared": "what the language tracks share, without their voices"
};

/** What the reviewer has done with a cue. */
export const STATUS_WORDS = {
  "found": "not reviewed",
  "confirmed": "confirmed",
  "edited": "edited by hand",
  "rejected": "rejected"
};

/** What a recording is to the work. */
export const VERSION_WORDS = {
  "original": "original",
  "cover": "cover",
  "live": "live version",
  "remix": "remix",
  "re_recording": "re-recording",
  "arrangement": "arrangement"
};

/** What a party is to the work. */
export const ROLE_WORDS = {
  "composer": "composer",
  "lyricist": "lyricist",
  "composer_lyricist": "composer and lyricist",
  "arranger": "arranger",
  "adaptor": "adaptor",
  "translator": "translator",
  "sub_arranger": "sub-arranger",
  "sub_author": "sub-author",
  "publisher": "publisher",
  "sub_publisher": "sub-publisher",
  "administrator": "administrator",
  "acquirer": "acquirer",
  "income_participant": "income participant"
};

/** Fields whose own name, its underscores made spaces, is no good word. */
export const FIELD_WORDS = {
  "cue_no": "cue number",
  "start_s": "in",
  "end_s": "out",
  "still_s": "still",
  "film_part": "part of the film",
  "perception": "heard by the characters",
  "vocal": "vocal or instrumental",
  "is_rolled_up": "rolled up",
  "work_origin": "origin of the work",
  "recording_origin": "origin of the recording",
  "recording.isrc": "ISRC",
  "work.iswc": "ISWC",
  "work.parties": "writers and publishers",
  "work.writers": "writers",
  "work.publishers": "publishers",
  "prepared_by_email": "e-mail of who prepared it",
  "further_titles": "further titles"
};

/** Usage codes follow from these: field, question, values. */
export const USAGE_ANSWERS = [
  [
    "film_part",
    "Part of the film",
    [
      [
        "logo",
        "Logo"
      ],
      [
        "main_title",
        "Main title"
      ],
      [
        "body",
        "Body"
      ],
      [
        "end_title",
        "End title"
      ]
    ]
  ],
  [
    "perception",
    "Heard by the characters",
    [
      [
        "not_heard",
        "Not heard"
      ],
      [
        "unseen_source",
        "Heard, unseen"
      ],
      [
        "seen",
        "Seen"
      ]
    ]
  ],
  [
    "vocal",
    "Voice",
    [
      [
        "vocal",
        "Vocal"
      ],
      [
        "instrumental",
        "Instrumental"
      ]
    ]
  ],
  [
    "prominence",
    "Prominence",
    [
      [
        "background",
        "Background"
      ],
      [
        "featured",
        "Featured"
      ]
    ]
  ]
];

/** These tell where the music comes from. */
export const ORIGIN_ANSWERS = [
  [
    "form",
    "Form",
    [
      [
        "score",
        "Score"
      ],
      [
        "song",
        "Song"
      ]
    ]
  ],
  [
    "work_origin",
    "The work",
    [
      [
        "made_for_film",
        "Made for the film"
      ],
      [
        "pre_existing",
        "Existed before"
      ],
      [
        "library",
        "Production library"
      ]
    ]
  ],
  [
    "recording_origin",
    "The recording",
    [
      [
        "made_for_film",
        "Made for the film"
      ],
      [
        "pre_existing",
        "Existed before"
      ],
      [
        "library",
        "Production library"
      ]
    ]
  ]
];
