"""The browser's side of the widgets: one script for all of a slicer's views, and what a saved notebook keeps of each."""

from __future__ import annotations

import hashlib
from typing import Any

import anywidget
import ipywidgets as widgets
import traitlets

from .. import live

__all__ = ["ESM", "Kept", "Library", "Live"]

# Each widget carries these lines only; the script itself is held once, by the library it points to.
ESM = """
const libraries = (globalThis.cxlibLibraries ??= new Map());
async function library(model) {
  const held = await model.widget_manager.get_model(model.get("library").slice("IPY_MODEL_".length));
  const mark = held.get("mark");
  if (!libraries.has(mark)) {
    const style = document.createElement("style");
    style.textContent = held.get("css");
    document.head.append(style);
    const code = new Blob(["export default " + held.get("code")], { type: "text/javascript" });
    libraries.set(mark, import(URL.createObjectURL(code)).then((loaded) => loaded.default));
  }
  return libraries.get(mark);
}
export default {
  async render({ model, el }) {
    return (await library(model))[model.get("part")](model, el);
  },
};
"""
# The copy for a page without a kernel follows the live one; where that one lives, the copy is not seen.
_COPY = ".jp-OutputArea-child:has(.cx-live)+.jp-OutputArea-child:has(.cx-static){display:none}"
_WIDGET = "application/vnd.jupyter.widget-view+json"


class Library(widgets.Widget):
    """The script and the style of the live pages, held once for a slicer and all that follows it."""

    code = traitlets.Unicode().tag(sync=True)
    css = traitlets.Unicode().tag(sync=True)
    mark = traitlets.Unicode().tag(sync=True)

    def __init__(self) -> None:
        code, css = live.script("notebook"), f"{live.styles('slicer')}\n{_COPY}"
        super().__init__(code=code, css=css, mark=hashlib.sha256(f"{code}{css}".encode()).hexdigest()[:16])


class Kept:
    """A widget that leaves a copy of its present state in the notebook, for when there is no kernel.

    The copy is an output of its own behind the live one, so that it can be renewed without touching what is on screen.
    """

    _is_displayed = False

    def static_html(self) -> str:
        """The present state for a page without a kernel."""
        raise NotImplementedError

    def static_bundle(self) -> dict[str, Any]:
        """The present state as a saved notebook keeps it, by MIME type."""
        raise NotImplementedError

    def keep(self) -> None:
        """Renew the copy in the notebook, where there is one."""
        if self._is_displayed:
            from IPython.display import update_display

            update_display(self._copy(), display_id=self._place, raw=True)

    def _copy(self) -> dict[str, Any]:
        bundle = self.static_bundle()
        return {**bundle, "text/html": f'<div class="cx-static">{bundle["text/html"]}</div>'}

    @property
    def _live(self) -> dict[str, Any]:
        return {"version_major": 2, "version_minor": 0, "model_id": self.model_id}

    @property
    def _place(self) -> str:
        return f"cx-{self.model_id}"

    def _ipython_display_(self) -> None:
        from IPython.display import display

        copy = self._copy()
        display({_WIDGET: self._live, "text/plain": "", "text/html": ""}, raw=True)
        display(copy, raw=True, display_id=self._place)
        self._is_displayed = True

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        return {_WIDGET: self._live, **self.static_bundle()}


class Live(Kept, anywidget.AnyWidget):
    """A widget whose face is a part of the library's script."""

    _esm = ESM
    part = traitlets.Unicode().tag(sync=True)
    room = traitlets.Unicode().tag(sync=True)  # the slicer's model, by which views on a page find their slicer
    library = traitlets.Instance(Library).tag(sync=True, **widgets.widget_serialization)
