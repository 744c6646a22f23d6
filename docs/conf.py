"""Sphinx builds the documentation of claimtrack with this: ``make docs``."""

from importlib.metadata import version as installed_version

project = "claimtrack"
author = "The claimtrack developers"
copyright = "The claimtrack developers"
version = release = installed_version("claimtrack")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"claimtrack {release}"

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88
napoleon_numpy_docstring = False
default_role = "py:obj"  # docstrings say `claimtrack.text`

suppress_warnings = [
    "misc.highlighting_failure",  # wrong examples in the rules are broken JSON on purpose
]
