"""What the speed of our pages is measured against: Flask, one route, a ten-item Jinja loop, no extensions."""

from flask import Flask, render_template
from jinja2 import DictLoader

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Reference</title></head>
<body><h1>Reference</h1><ul>{% for item in items %}<li>{{ item }}</li>{% endfor %}</ul></body></html>"""

app = Flask(__name__)
app.jinja_loader = DictLoader({"page.html": PAGE})  # compiled once, as a template in a file would be


@app.get("/")
def page() -> str:
    return render_template("page.html", items=[f"Item {number}" for number in range(10)])
