"""Where a reader of the site opens a notebook that runs: addresses on Binder and Colab."""

from importlib.metadata import metadata
from urllib.parse import urlencode

from ..course import COURSE

BINDER = "https://mybinder.org"
COLAB = "https://colab.research.google.com"
BRANCH = "main"


def home():
    """The repository as "OWNER/NAME", from the package's own metadata."""
    urls = dict(line.split(", ", 1) for line in metadata("convnb").get_all("Project-URL"))
    return urls["Repository"].removeprefix("https://github.com/")


def published(repository):
    """Where GitHub shows the site."""
    owner, name = repository.split("/")
    return f"https://{owner.lower()}.github.io/{name}/"


def binder(notebook, repository):
    """Opens a notebook in JupyterLab, with everything installed; it takes a minute or more."""
    return f"{BINDER}/v2/gh/{repository}/{BRANCH}?urlpath=lab/tree/notebooks/{notebook.file}"


def colab(notebook, repository):
    """Opens a notebook in Colab, where its first cell installs the course."""
    return f"{COLAB}/github/{repository}/blob/{BRANCH}/notebooks/{notebook.file}"


def where_checked(notebook, repository):
    """HTML that says where the answers to exercises are checked."""
    return (
        f'Your answer is checked on <a href="{binder(notebook, repository)}">Binder</a>, on '
        f'<a href="{colab(notebook, repository)}">Colab</a> or in your own JupyterLab.'
    )


def git_pull(hub, repository):
    """A link for a class on a JupyterHub that has nbgitpuller: it fetches the course, or what is new, and opens it."""
    folder = repository.partition("/")[2]
    asked = {
        "repo": f"https://github.com/{repository}",
        "branch": BRANCH,
        "urlpath": f"lab/tree/{folder}/notebooks/{COURSE[0].file}",
    }
    return f"{hub}/hub/user-redirect/git-pull?{urlencode(asked)}"
