"""What the speed of our pages is measured against: Flask, one route, a ten-item Jinja loop, no extensions."""

from flask import Flask, render_template_string

app = Flask(__name__)
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Reference</title></head>
<body><h1>Reference</h1><ul>{% for item in items %}<li>{{ item }}</li>{% endfor %}</ul></body></html>"""


@app.get("/")
def page() -> str:
    return render_template_string(PAGE, items=[f"Item {number}" for number in range(10)])
