#!/usr/bin/python3
"""Makes the workbooks of tests/golden/applications from text.

    tests/golden/make/sheets.py        (writes beside the descriptions)

A description, sheets.txt in a golden folder, begins with the file to make
("file input.xlsx"); "sheet NAME" begins a sheet, every other line is a row of
cells parted by " | ". A cell is text, but =12.5 is a number, =2025-08-01 a
date, =true a boolean, =#REF! an error; \\n is a line end. An empty line is an
empty row. Not needed to build or test: the workbooks are kept.
"""
import datetime
import glob
import os
import re
import zipfile
from xml.sax.saxutils import escape

STAMP = (1980, 1, 1, 0, 0, 0)


def cells(line):
    return [c.strip().replace("\\n", "\n") for c in line.split("|")] if line.strip() else []


def describe(path):
    name, sheets = None, []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("file "):
            name = line[5:]
        elif line.startswith("sheet "):
            sheets.append((line[6:], []))
        elif sheets:
            sheets[-1][1].append(cells(line))
    return name, sheets


def kind(c):
    if not c.startswith("="):
        return "text", c
    c = c[1:]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", c):
        return "date", c
    if c in ("true", "false"):
        return "bool", c
    if c.startswith("#"):
        return "error", c
    return "number", c


def letters(i):
    s = ""
    while i:
        i, r = divmod(i - 1, 26)
        s = chr(65 + r) + s
    return s


def xlsx(path, sheets):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    z = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)

    def put(name, text):
        z.writestr(zipfile.ZipInfo(name, STAMP), '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text,
                   zipfile.ZIP_DEFLATED)

    put("[Content_Types].xml",
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
        + "".join('<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>' % (i + 1) for i in range(len(sheets)))
        + "</Types>")
    put("_rels/.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="%s/officeDocument" Target="xl/workbook.xml"/></Relationships>' % rel)
    put("xl/workbook.xml", '<workbook xmlns="%s" xmlns:r="%s"><sheets>' % (main, rel)
        + "".join('<sheet name="%s" sheetId="%d" r:id="rId%d"/>' % (escape(n, {'"': "&quot;"}), i + 1, i + 1) for i, (n, _) in enumerate(sheets))
        + "</sheets></workbook>")
    put("xl/_rels/workbook.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join('<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>' % (i + 1, rel, i + 1) for i in range(len(sheets)))
        + '<Relationship Id="rId99" Type="%s/styles" Target="styles.xml"/></Relationships>' % rel)
    put("xl/styles.xml", '<styleSheet xmlns="%s"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>' % main)
    for i, (_, rows) in enumerate(sheets):
        out = '<worksheet xmlns="%s"><sheetData>' % main
        for r, row in enumerate(rows, 1):
            out += '<row r="%d">' % r
            for k, c in enumerate(row, 1):
                t, v = kind(c)
                at = "%s%d" % (letters(k), r)
                if v == "":
                    continue
                if t == "text":
                    out += '<c r="%s" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>' % (at, escape(v))
                elif t == "number":
                    out += '<c r="%s"><v>%s</v></c>' % (at, v)
                elif t == "bool":
                    out += '<c r="%s" t="b"><v>%d</v></c>' % (at, v == "true")
                elif t == "error":
                    out += '<c r="%s" t="e"><v>%s</v></c>' % (at, escape(v))
                else:
                    days = (datetime.date.fromisoformat(v) - datetime.date(1899, 12, 30)).days
                    out += '<c r="%s" s="1"><v>%d</v></c>' % (at, days)
            out += "</row>"
        put("xl/worksheets/sheet%d.xml" % (i + 1), out + "</sheetData></worksheet>")
    z.close()


NS = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
      'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
      'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ')


def ods_body(sheets):
    out = "<office:body><office:spreadsheet>"
    for name, rows in sheets:
        out += '\n<table:table table:name="%s">' % escape(name, {'"': "&quot;"})
        for row in rows:
            out += "\n<table:table-row>"
            for c in row or [""]:
                t, v = kind(c)
                p = "".join("<text:p>%s</text:p>" % escape(x) for x in v.split("\n"))
                if v == "":
                    out += "<table:table-cell/>"
                elif t == "number":
                    out += '<table:table-cell office:value-type="float" office:value="%s">%s</table:table-cell>' % (v, p)
                elif t == "date":
                    out += '<table:table-cell office:value-type="date" office:date-value="%s">%s</table:table-cell>' % (v, p)
                elif t == "bool":
                    out += '<table:table-cell office:value-type="boolean" office:boolean-value="%s">%s</table:table-cell>' % (v, p)
                else:
                    out += '<table:table-cell office:value-type="string">%s</table:table-cell>' % p
            out += "</table:table-row>"
        out += "\n</table:table>"
    return out + "\n</office:spreadsheet></office:body>"


def fods(path, sheets):
    with open(path, "w", encoding="utf-8") as f:
        f.write('<?xml version="1.0" encoding="UTF-8"?>\n<office:document %soffice:version="1.3" '
                'office:mimetype="application/vnd.oasis.opendocument.spreadsheet">\n%s\n</office:document>\n' % (NS, ods_body(sheets)))


def ods(path, sheets):
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    z = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
    z.writestr(zipfile.ZipInfo("mimetype", STAMP), mime, zipfile.ZIP_STORED)
    z.writestr(zipfile.ZipInfo("content.xml", STAMP),
               '<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content %soffice:version="1.3">%s</office:document-content>' % (NS, ods_body(sheets)),
               zipfile.ZIP_DEFLATED)
    z.writestr(zipfile.ZipInfo("META-INF/manifest.xml", STAMP),
               '<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
               '<manifest:file-entry manifest:full-path="/" manifest:media-type="%s"/>'
               '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>' % mime,
               zipfile.ZIP_DEFLATED)
    z.close()


here = os.path.dirname(os.path.abspath(__file__))
for text in sorted(glob.glob(os.path.join(here, "..", "applications", "*", "sheets.txt"))):
    name, sheets = describe(text)
    path = os.path.join(os.path.dirname(text), name)
    {"xlsx": xlsx, "fods": fods, "ods": ods}[name.rsplit(".", 1)[1]](path, sheets)
