import pytest
from tests.golden.documents import sample

from cuespotter.errors import ExportError
from cuespotter.exports.base import ExportOptions, PageOptions
from cuespotter.exports.formats import render


def page(folder):
    return render(sample(), "html", ExportOptions(page=PageOptions(templates=folder))).decode()


def test_a_template_and_a_theme_of_the_users_stand_before_ours(tmp_path):
    (tmp_path / "theme.css").write_text(":root { --cs-accent: hotpink; }")
    (tmp_path / "film_footer.html").write_text("<footer>{{ film.title }} &amp; {{ '<b>' }}</footer>")
    content = page(tmp_path)
    assert ":root { --cs-accent: hotpink; }" in content
    assert "#fbf9f5" not in content
    assert "<footer>Night Ferry &amp; &lt;b&gt;</footer>" in content
    assert "Harbour Lights Off" in content


@pytest.mark.parametrize(
    "attack",
    [
        "{{ film.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ self.__init__.__globals__ }}",
    ],
)
def test_a_template_from_anybody_reaches_nothing_but_its_values(tmp_path, attack):
    (tmp_path / "film_footer.html").write_text(attack)
    with pytest.raises(ExportError, match=r"film_footer.html, line 1 cannot be filled in"):
        page(tmp_path)


def test_a_template_reads_no_file_outside_its_folder(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "secret.html").write_text("secret")
    (tmp_path / "own" / "film_footer.html").write_text('{% include "../secret.html" %}')
    with pytest.raises(ExportError, match="cannot be filled in"):
        page(tmp_path / "own")


def test_a_link_in_a_folder_of_templates_leads_nowhere_else(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "secret.txt").write_text("secret words")
    (tmp_path / "own" / "x.html").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "own" / "film_footer.html").write_text('{% include "x.html" %}')
    with pytest.raises(ExportError, match=r"cannot be filled in: x\.html"):
        page(tmp_path / "own")
    (tmp_path / "own" / "x.html").unlink()
    (tmp_path / "own" / "theme.css").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "own" / "film_footer.html").unlink()
    assert "secret words" not in page(tmp_path / "own")  # ours stands in its place


@pytest.mark.parametrize(
    "bomb",
    [
        "{{ 'a' * 10000000000 }}",
        "{{ 10000000000 * 'a' }}",
        "{{ 9 ** 9 ** 9 ** 9 }}",
        "{{ '%10000000000d' % 1 }}",
        "{{ [1] * 10000000000 }}",
    ],
)
def test_no_sum_in_a_template_fills_the_memory(tmp_path, bomb):
    (tmp_path / "film_footer.html").write_text(bomb)
    with pytest.raises(
        ExportError, match=r"film_footer.html, line 1 cannot be filled in: a template may not"
    ):
        page(tmp_path)


def test_a_template_that_includes_itself_is_ended(tmp_path):
    (tmp_path / "film_footer.html").write_text('{% include "film_footer.html" %}')
    with pytest.raises(ExportError, match="cannot be filled in"):
        page(tmp_path)


def test_faults_name_the_template_and_the_line(tmp_path):
    place = tmp_path / "film_footer.html"
    place.write_text("\n{{ film.titel }}")
    with pytest.raises(
        ExportError, match=r"film_footer.html, line 2 cannot be filled in: .*no attribute 'titel'"
    ):
        page(tmp_path)
    place.write_text("\n\n{% for %}")
    with pytest.raises(ExportError, match=r"the template film_footer.html cannot be read: line 3: "):
        page(tmp_path)
    place.write_bytes(b"caf\xe9")
    with pytest.raises(ExportError, match="a template is not in UTF-8; save it as UTF-8"):
        page(tmp_path)
    with pytest.raises(ExportError, match="there is no folder of templates"):
        page(tmp_path / "none")


def test_a_template_that_never_ends_is_ended(tmp_path):
    (tmp_path / "film_footer.html").write_text("{% for a in range(100000000) %}{{ a }}{% endfor %}")
    with pytest.raises(ExportError, match="cannot be filled in"):
        page(tmp_path)


def test_a_changed_template_counts_at_once(tmp_path):
    place = tmp_path / "film_footer.html"
    place.write_text("first")
    assert "first" in page(tmp_path)
    place.write_text("then another")
    assert "then another" in page(tmp_path)
