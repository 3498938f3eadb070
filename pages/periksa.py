"""Apakah berkas saya bisa dipakai?"""

import streamlit as st

from mapping.language import tr
from mapping.ui.cache import current_view, region_labels
from mapping.ui.quality import (
    list_doubtful,
    list_grades,
    list_issues,
    list_next_survey,
    list_rejects,
    list_topology,
    say_classified,
    say_rows,
)
from mapping.ui.text import plain

st.title(tr("Apakah berkas saya bisa dipakai?"))
if region_labels():
    view = current_view()
    st.header(tr("Berkas {region}", region=plain(view.study.settings.region)), anchor=False)
    say_rows(view)
    say_classified(view)
    list_doubtful(view)
    list_topology(view)
    list_grades(view)
    list_next_survey(view)
    list_issues(view)
    list_rejects(view)
