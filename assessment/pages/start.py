"""Start: what this is, how long it takes, who sees the answers; then begin."""

import streamlit as st

from assessment.session import texts

words = texts()
st.title(words("app.claim"))
st.html(
    '<form method="post" action="/begin"><input type="radio" name="scope" value="check" required id="x"><label for="x">Check</label>'
    '<select name="group"><option value="sales">Sales</option></select><input name="organisation" maxlength="120"><button type="submit">Begin</button></form>'
)
