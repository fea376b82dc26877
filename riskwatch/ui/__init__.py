"""Everything that touches Streamlit; the only place that imports it besides app.py and pages/."""
