"""Presentations and documents as LibreOffice itself writes them, and ones that ask it for what it must not do."""

from __future__ import annotations

import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

ARABIC = "اتجاهات هجرة اليد العاملة في شمال أفريقيا 2021"
_NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        "office": "office",
        "style": "style",
        "text": "text",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
        "script": "script",
        "manifest": "manifest",
    }.items()
)
_ODP = "application/vnd.oasis.opendocument.presentation"
_LOAD = (
    '<office:scripts><office:event-listeners><script:event-listener script:language="ooo:script" '
    'script:event-name="dom:load" xlink:type="simple" '
    'xlink:href="vnd.sun.star.script:Standard.Module1.Main?language=Basic&amp;location=document"/>'
    "</office:event-listeners></office:scripts>"
)


def odp(*pages: str, macro: str = "") -> bytes:
    """An OpenDocument presentation of pages, each what stands in its one frame; `macro` runs on opening."""
    slides = "".join(
        f'<draw:page draw:name="p{number}" draw:master-page-name="M"><draw:frame svg:x="2cm" svg:y="2cm" '
        f'svg:width="20cm" svg:height="4cm">{page}</draw:frame></draw:page>'
        for number, page in enumerate(pages)
    )
    root = (
        f'{_NAMESPACES} xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dom="http://www.w3.org/2001/xml-events" '
        'xmlns:ooo="http://openoffice.org/2004/office" office:version="1.2"'
    )
    files = {
        "mimetype": _ODP,
        "content.xml": f"<office:document-content {root}>{_LOAD if macro else ''}<office:body><office:presentation>"
        f"{slides}</office:presentation></office:body></office:document-content>",
        "styles.xml": f'<office:document-styles {root}><office:automatic-styles><style:page-layout style:name="L">'
        '<style:page-layout-properties fo:page-width="25.4cm" fo:page-height="14.3cm"/></style:page-layout>'
        '</office:automatic-styles><office:master-styles><style:master-page style:name="M" '
        'style:page-layout-name="L"/></office:master-styles></office:document-styles>',
    }
    if macro:
        kind = '<!DOCTYPE library:x PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "x.dtd">'
        uri = 'xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"'
        files |= {
            "Basic/script-lc.xml": f"{kind.replace('x PUBLIC', 'libraries PUBLIC')}<library:libraries {uri}>"
            '<library:library library:name="Standard" library:link="false"/></library:libraries>',
            "Basic/Standard/script-lb.xml": f"{kind.replace('x PUBLIC', 'library PUBLIC')}<library:library {uri} "
            'library:name="Standard" library:readonly="false" library:passwordprotected="false">'
            '<library:element library:name="Module1"/></library:library>',
            "Basic/Standard/Module1.xml": '<script:module xmlns:script="http://openoffice.org/2000/script" '
            f'script:name="Module1" script:language="StarBasic">{macro}</script:module>',
        }
    kinds = {"/": _ODP} | dict.fromkeys(list(files)[1:], "text/xml")
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in kinds.items()
    )
    files["META-INF/manifest.xml"] = f"<manifest:manifest {_NAMESPACES}>{entries}</manifest:manifest>"
    body = BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return body.getvalue()


def text(words: str) -> str:
    return f"<draw:text-box><text:p>{words}</text:p></draw:text-box>"


def picture(address: str) -> str:
    """A picture that is not in the file but somewhere else."""
    return f'<draw:image xlink:href="{address}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'


def docx(body: str, links: str = "") -> bytes:
    """A DOCX of paragraphs in its own language; `links` are its relationships."""
    types = "application/vnd.openxmlformats-"
    schemas = "http://schemas.openxmlformats.org"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{schemas}/package/2006/content-types"><Default Extension="rels" '
        f'ContentType="{types}package.relationships+xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{types}officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{schemas}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{schemas}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": f'<w:document xmlns:w="{schemas}/wordprocessingml/2006/main"><w:body>{body}</w:body>'
        "</w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{schemas}/package/2006/relationships">{links}'
        "</Relationships>",
    }
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, words in files.items():
            archive.writestr(name, words)
    return made.getvalue()


def paragraph(words: str) -> str:
    return f'<w:p><w:pPr><w:bidi/></w:pPr><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def included(path: Path) -> str:
    """A field that brings in the text of another file."""
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> INCLUDETEXT '
        f'"{path.as_uri()}" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>was here'
        '</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def converted(body: bytes, ending: str, folder: Path) -> bytes:
    """An OpenDocument presentation as LibreOffice saves it in another format."""
    source = folder / "source.odp"
    source.write_bytes(body)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(folder), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return source.with_suffix(f".{ending}").read_bytes()
