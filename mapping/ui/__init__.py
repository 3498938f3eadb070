"""The only rooms that know Streamlit: frame, pages, cache, state, controls, routes."""
