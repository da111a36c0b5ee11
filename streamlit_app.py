"""Hardwood's entry: page config and navigation.

Worker processes import this file again, so nothing happens outside ``main`` and nothing of
Streamlit is imported outside it: a worker stays small and never runs the pages.
"""


def main() -> None:
    from pages.ui import runs
    from pages.ui.shell import page

    page.configure()
    page.navigation().run()
    runs.warm_up()
    runs.look_for_published()


if __name__ == "__main__":
    main()
