"""The entry: `streamlit run app.py`. The frame is mapping/ui/main.py, the routes mapping/ui/server.py."""

import streamlit as st

from mapping.ui.server import check_address, middleware, routes, say_failure

check_address()
app = st.App("mapping/ui/main.py", routes=routes(), middleware=middleware(), on_script_error=say_failure)
