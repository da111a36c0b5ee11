"""Hardwood's entry: page config and navigation.

Worker processes import this file again, so nothing happens outside ``main`` and Streamlit is
imported inside it: a worker stays small and never runs the pages.
"""


def main() -> None:
    import streamlit as st

    from pages.ui import look, runs

    look.configure()
    pages = [st.Page(f"pages/{name}.py", title=title) for name, title in look.PAGES.items()]
    page = st.navigation(pages, position="top")
    look.phone_links(pages)
    page.run()
    runs.warm_up()


if __name__ == "__main__":
    main()
