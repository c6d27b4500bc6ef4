"""JupyterLab as `make lab` starts it: no news, no look for updates, so that nothing leaves this machine."""

ANNOUNCEMENTS = "@jupyterlab/apputils-extension:announcements"


def without_announcements(handler, page):
    """The settings of the page with the question about news switched off."""
    return {**page, "disabledExtensions": [*page.get("disabledExtensions", []), ANNOUNCEMENTS]}


c = get_config()  # noqa: F821 - given by Jupyter
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
c.ServerApp.tornado_settings = {"page_config_hook": without_announcements}
