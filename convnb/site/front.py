"""The front page: the first widget of the course, alive, and a picture and a question for each notebook."""

from pathlib import Path

THUMBNAILS = "_static/thumbnails"
TITLE = "convnb: a course on convolution"
SUMMARY = (
    "From two recordings that must be aligned to a network that you train yourself and a forecast of chaos. "
    "Drag a kernel, and it moves in the same frame, on a page that needs no account and no server."
)
QUESTIONS = (  # in the order of the notebooks; README.md asks the same
    "What will I be able to do at the end?",
    "Two recorders heard the same sound. By how much must one be shifted?",
    "Each hit hurts 3, then 2, then 1. How much does it hurt, when?",
    "How does a camera find edges?",
    "How big is the result, and what did you lose at the border?",
    "How much is each input to blame for an error?",
    "The same on a picture, with everything that a real layer has",
    "Why do fast programs turn a sliding window into one multiplication?",
    "How can a multiplication replace the sliding?",
    "Three colours, sixty-four features: what slides over what?",
    "What do the first cells of the visual cortex respond to?",
    "Who chooses the kernels?",
    "Can a convolution see into the future?",
)


PROGRESS = """<div class="convnb-progress" role="group" aria-label="Progress" hidden>
<p></p>
<button type="button">Save as a file</button> <button type="button">Load a file</button>
<input type="file" accept=".json,application/json" aria-label="A file of progress" hidden>
<p role="status"></p>
</div>"""


def index(asked, place, repository):
    """The front page, as Markdown. `asked`: {notebook: ids of its questions}; `place`: HTML of a widget's place."""
    pages = [(notebook, Path(notebook.file).stem) for notebook in asked]
    cards = "\n".join(f"<li>{card(notebook, stem, asked[notebook])}</li>" for notebook, stem in pages)
    contents = "\n".join(f"{notebook.number:02d} {notebook.title} <{stem}>" for notebook, stem in pages)
    return f"""# {TITLE}

Drag the frame over the input, or press Play: a small kernel slides over a picture of nine numbers.

{place}

The notebooks lead from here to a network that you train yourself and a forecast of chaos. Every widget on these \
pages answers in the same frame, without an account, a server or a network. To change the code and have your answers \
checked, open a notebook on Binder or Colab, or [on your own computer](https://github.com/{repository}#readme). \
[Teachers](teachers.md) find plans, worksheets and the mistakes to expect.

<ul class="convnb-cards">
{cards}
</ul>

{PROGRESS}

Everything works by keyboard and by touch, too: [how that is tested, and what is \
missing](https://github.com/{repository}#accessibility). You may share and change the text and the figures (CC BY 4.0) \
and the code (MIT): [the licences](https://github.com/{repository}#licence).

```{{toctree}}
:hidden:

{contents}
For teachers <teachers>
```
"""


def card(notebook, stem, asked):
    """HTML of one notebook's picture and question; progress.js says how many of those `asked` are answered.

    The picture says what the text says: its own text stays empty.
    """
    return (
        f'<a href="{stem}.html"><img src="{THUMBNAILS}/{stem}.webp" width="480" height="300" alt="">'
        f"{notebook.number:02d} {title_of(notebook)}</a>"
        f"<p>{QUESTIONS[notebook.number]}</p><span>{notebook.minutes} minutes</span>"
        f'<span data-asked="{" ".join(asked)}"></span>'
    )


def title_of(notebook):
    """The title for a heading: no line of it ends in "1-"."""
    return notebook.title.replace("-D", "\N{NON-BREAKING HYPHEN}D")
