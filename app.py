"""The server: what is served, who may come in, warm-up. Start it with ``streamlit run app.py``."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from riskwatch.ui.downloads import be_patient
from riskwatch.ui.serving import Safety, lifespan, on_script_error, routes

be_patient()
# The login gate takes its place here, in front of Safety, when accounts come (docs/decisions.md).
app = st.App(
    Path(__file__).parent / "riskwatch" / "ui" / "board.py",
    routes=routes(),
    middleware=[Middleware(Safety)],
    lifespan=lifespan,
    on_script_error=on_script_error,
)
