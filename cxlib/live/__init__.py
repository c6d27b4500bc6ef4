"""A finding and a slicer in a browser: what they show as data, and the one script that draws it everywhere."""

__all__: list[str] = []
