"""Pages that show reports, comparisons and ledgers in a browser: one self-contained HTML file each."""

from claimtrack.render.html._comparison import comparison_page
from claimtrack.render.html._fact import fact_page
from claimtrack.render.html._folder import ledger_folder, write_pages
from claimtrack.render.html._index import Section, index_page, ledger_pages
from claimtrack.render.html._matrix import matrix_page
from claimtrack.render.html._page import Fact, document_facts, element_id, fragment, language_tag, page, web_address
from claimtrack.render.html._report import report_page
from claimtrack.render.html._speaker import speaker_page
from claimtrack.render.html._timeline import timeline_page
from claimtrack.render.html._views import claim_views
from claimtrack.render.html._write import open_page, write_page

__all__ = [
    "Fact",
    "Section",
    "claim_views",
    "comparison_page",
    "document_facts",
    "element_id",
    "fact_page",
    "fragment",
    "index_page",
    "language_tag",
    "ledger_folder",
    "ledger_pages",
    "matrix_page",
    "open_page",
    "page",
    "report_page",
    "speaker_page",
    "timeline_page",
    "web_address",
    "write_page",
    "write_pages",
]
