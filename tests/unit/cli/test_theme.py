def test_a_theme_that_cannot_be_cut_is_told_in_one_line(cuespotter, library, tmp_path):
    gone = cuespotter("theme", "Drive", tmp_path / "theme.mp3", "--library", library)
    assert gone.status == 2
    assert "the file of A Real Hero - College is no longer where it was added" in gone.err
    assert len(gone.err.strip().splitlines()) == 1
    nameless = cuespotter("theme", "Drive", "--cue", "1m03", "--library", library)
    assert "1m03 of Drive is no recording of the library" in nameless.err
    assert not (tmp_path / "theme.mp3").exists()
