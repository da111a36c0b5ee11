"""Raw game logs -> the embedded tables of ``engine/data``. Run by maintainers, never by the app."""
