"""The pages: one Streamlit script a file, reached through assessment/menu.py."""
