"""TEI against the DTD of TEI P5 that trafilatura ships.

That DTD leaves out the module `figures`. Tables, figures and formulas are checked by hand against the guidelines (chapter
14) and then replaced by elements that the DTD has.
"""

import pathlib

import pytest

import copydesk

FIXTURES = sorted((pathlib.Path(__file__).parents[2] / "fixtures").glob("*/input.html"))
TEI = "{http://www.tei-c.org/ns/1.0}"
CELL_ATTRIBUTES = {"role", "rows", "cols"}


@pytest.fixture(scope="module")
def dtd():
    trafilatura = pytest.importorskip("trafilatura")
    from lxml import etree

    return etree.DTD(str(pathlib.Path(trafilatura.__file__).parent / "data" / "tei_corpus.dtd"))


def check_figures(document):
    """Checks the elements of the module `figures`, and replaces each by one that the DTD has."""
    for table in document.iter(f"{TEI}table"):
        assert {child.tag for child in table} <= {f"{TEI}head", f"{TEI}row"}, "a table has heads and rows"
        for row in table.iter(f"{TEI}row"):
            assert len(row) and {child.tag for child in row} == {f"{TEI}cell"}, "a row has cells"
            for cell in row:
                assert set(cell.attrib) <= CELL_ATTRIBUTES
                assert cell.get("role", "data") in {"label", "data"}, cell.get("role")
                assert all(int(cell.get(name, 1)) > 0 for name in ("rows", "cols"))
    for figure in document.iter(f"{TEI}figure"):
        allowed = {f"{TEI}{name}" for name in ("graphic", "head", "figDesc", "p", "figure")}
        assert {child.tag for child in figure} <= allowed
    for formula in document.iter(f"{TEI}formula"):
        assert formula.get("notation") and not len(formula)
    for name, stand_in in (("table", "note"), ("figure", "note"), ("formula", "hi")):
        for element in list(document.iter(TEI + name)):
            tail = element.tail
            element.clear()
            element.tag, element.tail = TEI + stand_in, tail


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.parent.name)
def test_documents_follow_the_dtd(path, dtd):
    from lxml import etree

    article = copydesk.clean(path.read_bytes())
    if not article:
        pytest.skip("no article")
    document = etree.fromstring(article.tei(links=True, images=True).encode())
    check_figures(document)
    assert dtd.validate(document), dtd.error_log.filter_from_errors()
