"""Pages that show reports and comparisons in a browser: one self-contained HTML file each."""

from claimtrack.render.html._comparison import comparison_page
from claimtrack.render.html._page import Fact, document_facts, element_id, language_tag, page, web_address
from claimtrack.render.html._report import report_page
from claimtrack.render.html._write import open_page, write_page

__all__ = [
    "Fact",
    "comparison_page",
    "document_facts",
    "element_id",
    "language_tag",
    "open_page",
    "page",
    "report_page",
    "web_address",
    "write_page",
]
