#!/usr/bin/env python3
"""Writes the invented files of examples/ (see examples/README.md).

Run it anywhere: python3 mk/examples.py. Nothing but the standard library; the
workbooks are written part by part, so that each oddity is there on purpose and
the same run gives the same bytes. The results are committed: the program and
its demo need no Python.
"""
import datetime
import os
import zipfile
from xml.sax.saxutils import escape, quoteattr

D = datetime.date
STAMP = (2026, 10, 12, 9, 0, 0)


# --- containers -------------------------------------------------------------
def write_zip(path, parts, stored=()):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with zipfile.ZipFile(path, "w") as z:
        for name, text in parts:
            info = zipfile.ZipInfo(name, STAMP)
            info.external_attr = 0o644 << 16
            info.compress_type = (
                zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            )
            z.writestr(info, text, compresslevel=9)


def write_text(path, lines, encoding="utf-8", end="\r\n", bom=b""):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(bom + (end.join(lines) + end).encode(encoding))


def letters(col):
    s = ""
    while col:
        col, r = divmod(col - 1, 26)
        s = chr(65 + r) + s
    return s


# --- XLSX -------------------------------------------------------------------
class Formula:
    def __init__(self, text, value):
        self.text, self.value = text, value


class Inline(str):
    """Text that goes into the cell itself, not into the shared strings."""


class Sheet:
    def __init__(self, name, hidden=False):
        self.name, self.hidden = name, hidden
        self.rows, self.merged, self.hidden_rows = {}, [], set()

    def put(self, row, cells, col=1):
        self.rows.setdefault(row, {}).update(
            {col + i: c for i, c in enumerate(cells) if c is not None}
        )


def serial(day, epoch1904):
    return (day - (D(1904, 1, 1) if epoch1904 else D(1899, 12, 30))).days


def xlsx(path, sheets, epoch1904=False):
    shared, index = [], {}

    def text(s):
        if s not in index:
            index[s] = len(shared)
            shared.append(s)
        return index[s]

    def cell(ref, v):
        if isinstance(v, Formula):
            return f'<c r="{ref}" s="2"><f>{escape(v.text)}</f><v>{v.value}</v></c>'
        if isinstance(v, bool):
            return f'<c r="{ref}" t="b"><v>{int(v)}</v></c>'
        if isinstance(v, D):
            return f'<c r="{ref}" s="1"><v>{serial(v, epoch1904)}</v></c>'
        if isinstance(v, float):
            return f'<c r="{ref}" s="2"><v>{v!r}</v></c>'
        if isinstance(v, int):
            return f'<c r="{ref}"><v>{v}</v></c>'
        if isinstance(v, Inline):
            return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape(v)}</t></is></c>'
        return f'<c r="{ref}" t="s"><v>{text(v)}</v></c>'

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    bodies = []
    for s in sheets:
        body = [head, f'<worksheet xmlns="{main}"><sheetData>']
        for r in sorted(s.rows):
            hidden = ' hidden="1"' if r in s.hidden_rows else ""
            body.append(f'<row r="{r}"{hidden}>')
            body += [cell(f"{letters(c)}{r}", v) for c, v in sorted(s.rows[r].items())]
            body.append("</row>")
        body.append("</sheetData>")
        if s.merged:
            body.append(f'<mergeCells count="{len(s.merged)}">')
            body += [f'<mergeCell ref="{m}"/>' for m in s.merged]
            body.append("</mergeCells>")
        body.append("</worksheet>")
        bodies.append("".join(body))
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    parts = [
        (
            "[Content_Types].xml",
            head
            + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{types}sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{types}styles+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{types}sharedStrings+xml"/>'
            + "".join(
                f'<Override PartName="/xl/worksheets/sheet{i + 1}.xml" ContentType="{types}worksheet+xml"/>'
                for i in range(len(sheets))
            )
            + "</Types>",
        ),
        (
            "_rels/.rels",
            head
            + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        ),
        (
            "xl/workbook.xml",
            head
            + f'<workbook xmlns="{main}" xmlns:r="{rel}"><workbookPr'
            + (' date1904="1"' if epoch1904 else "")
            + "/><sheets>"
            + "".join(
                f"<sheet name={quoteattr(s.name)} sheetId=\"{i + 1}\""
                + (' state="hidden"' if s.hidden else "")
                + f' r:id="rId{i + 1}"/>'
                for i, s in enumerate(sheets)
            )
            + "</sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            head
            + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            + "".join(
                f'<Relationship Id="rId{i + 1}" Type="{rel}/worksheet" Target="worksheets/sheet{i + 1}.xml"/>'
                for i in range(len(sheets))
            )
            + f'<Relationship Id="rId{len(sheets) + 1}" Type="{rel}/styles" Target="styles.xml"/>'
            f'<Relationship Id="rId{len(sheets) + 2}" Type="{rel}/sharedStrings" Target="sharedStrings.xml"/>'
            "</Relationships>",
        ),
        (
            "xl/styles.xml",
            head
            + f'<styleSheet xmlns="{main}"><numFmts count="2">'
            '<numFmt numFmtId="164" formatCode="dd\\-mm\\-yyyy"/>'
            '<numFmt numFmtId="165" formatCode="&quot;€&quot;\\ #,##0.00"/></numFmts>'
            '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
            '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
            '<borders count="1"><border/></borders>'
            '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
            '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/>'
            '<xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>',
        ),
    ]
    parts += [
        (f"xl/worksheets/sheet{i + 1}.xml", b) for i, b in enumerate(bodies)
    ]
    parts.append(
        (
            "xl/sharedStrings.xml",
            head
            + f'<sst xmlns="{main}" uniqueCount="{len(shared)}">'
            + "".join(
                f'<si><t xml:space="preserve">{escape(s)}</t></si>' for s in shared
            )
            + "</sst>",
        )
    )
    write_zip(path, parts)


# --- ODS --------------------------------------------------------------------
def ods(path, name, rows):
    """rows: lists of None, str, int, date, or (value, columns spanned)."""

    def cell(v, n):
        many = f' table:number-columns-repeated="{n}"' if n > 1 else ""
        span = ""
        if isinstance(v, tuple):
            span = f' table:number-columns-spanned="{v[1]}" table:number-rows-spanned="1"'
            v = v[0]
        if v is None:
            return f"<table:table-cell{many}/>"
        if isinstance(v, D):
            return (
                f'<table:table-cell{many} office:value-type="date" office:date-value="{v}">'
                f"<text:p>{v.day}-{v.month}-{v.year}</text:p></table:table-cell>"
            )
        if isinstance(v, int):
            return (
                f'<table:table-cell{many} office:value-type="float" office:value="{v}">'
                f"<text:p>{v}</text:p></table:table-cell>"
            )
        t = "".join(f"<text:p>{escape(line)}</text:p>" for line in v.split("\n"))
        return f'<table:table-cell{many}{span} office:value-type="string">{t}</table:table-cell>'

    def row(cells):
        out, i = [], 0
        while i < len(cells):
            n = 1
            while (
                i + n < len(cells)
                and cells[i + n] == cells[i]
                and not isinstance(cells[i], tuple)
            ):
                n += 1
            out.append(cell(cells[i], n))
            if isinstance(cells[i], tuple):
                out.append(
                    f'<table:covered-table-cell table:number-columns-repeated="{cells[i][1] - 1}"/>'
                )
            i += n
        # What LibreOffice writes: the rest of the 16,384 columns at once.
        out.append('<table:table-cell table:number-columns-repeated="16360"/>')
        return "<table:table-row>" + "".join(out) + "</table:table-row>"

    ns = " ".join(
        f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{u}:1.0"'
        for p, u in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<office:document-content {ns} office:version="1.3"><office:body><office:spreadsheet>'
        f"<table:table table:name={quoteattr(name)}>"
        + "".join(row(r) for r in rows)
        + '<table:table-row table:number-rows-repeated="1048500"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    write_zip(
        path,
        [("mimetype", kind), ("content.xml", content), ("META-INF/manifest.xml", manifest)],
        stored=("mimetype",),
    )


# --- the invented boards ----------------------------------------------------
BOARDS = (("99901", "Stichting Schorren en Slikken"), ("99902", "Scholengroep Zonnedauw"))
# site, name, kind, pupils in 2024 and 2025
SITES = {
    "99901": (
        ("99AA00", "Het Dijkhuis", "BO", "305", "312"),
        ("99AA01", "Het Dijkhuis, taalklas", "BO", "6", "<5"),
        ("99AB00", "Oeverbos", "BO", "204", "198"),
        ("99AC00", "De Stuurhut", "BO", "417", "421"),
        ("99AD00", "De Wilgenschans", "BO", "160", "157"),
        ("99AE00", "Zilte Zegge", "SBO", "71", "64"),
        ("99AF00", "Kindcentrum \u2018t Schor", "BO", "92", "89"),
        ("99AG00", "Kaapcollege", "VO", "1201", "1184"),
    ),
    "99902": (
        ("99BA00", "De Heikikker", "BO", "229", "233"),
        ("99BB00", "Zandoog", "BO", "181", "176"),
        ("99BC00", "Het Vennetje", "BO", "295", "301"),
        ("99BD00", "De Zilverschoon", "BO", "139", "142"),
        ("99BE00", "Zonnedauw Lyceum", "VO", "880", "876"),
    ),
}


def duo():
    head = (
        "PROVINCIE;BEVOEGD GEZAG NUMMER;INSTELLINGSCODE;VESTIGINGSCODE;VESTIGINGSNAAM;"
        "STRAATNAAM;HUISNUMMER-TOEVOEGING;POSTCODE;PLAATSNAAM;GEMEENTENUMMER;GEMEENTENAAM;"
        "DENOMINATIE;TELEFOONNUMMER;INTERNETADRES;"
    )
    town = {"99901": ("Zeeland", "0999", "NERGENSHUIZEN"), "99902": ("Drenthe", "0998", "HEIDEVEEN")}
    po, vo = [head.rstrip(";")], [head + "ONDERWIJSSTRUCTUUR"]
    pupils = [
        "INSTELLINGSCODE;VESTIGINGSCODE;NAAM_VESTIGING;SOORT_VESTIGING;DENOMINATIE_VESTIGING;"
        "BEVOEGD_GEZAG_NUMMER;GEMEENTECODE_VESTIGING;GEMEENTENAAM_VESTIGING;LEERLINGEN_2024;LEERLINGEN_2025"
    ]
    boards = ["BEVOEGD GEZAG NUMMER,BEVOEGD GEZAG NAAM,POSTCODE,PLAATSNAAM,GEMEENTENUMMER,GEMEENTENAAM,KVK-NUMMER"]
    for number, name in BOARDS:
        province, code, place = town[number]
        boards.append(
            f'"{number}","{name}","0000 XX","{place}","{code}","{place}",""'
        )
        for site, school, kind, before, now in SITES[number]:
            row = (
                f"{province};{number};{site[:4]};{site};{school};Verzonnenweg;1;0000 XX;"
                f"{place};{code};{place};Algemeen bijzonder; ; "
            )
            if kind == "VO":
                vo.append(row + ";HAVO/VWO")
            else:
                po.append(row)
            pupils.append(
                f"{site[:4]};{site};{school};{kind};Algemeen bijzonder;{number};"
                f"{int(code)};{place};{before};{now}"
            )
    write_text("duo/02.-alle-schoolvestigingen-basisonderwijs.csv", po, "cp1252")
    write_text("duo/02.-alle-vestigingen-vo.csv", vo, "cp1252")
    write_text(
        "duo/06.-historisch-overzicht-aantal-leerlingen-per-schoolvestiging.csv",
        pupils,
        bom=b"\xef\xbb\xbf",
    )
    write_text("duo/besturenbo.csv", boards, bom=b"\xef\xbb\xbf")


# --- the list of the first board --------------------------------------------
# name, function, vendor, status, start, end, cost, notice, agreement, DPIA,
# hosting, owner, BIV, contact (dropped by the program), remark
WIDE = (
    ("Loopplank", "Leerlingadministratiesysteem (LAS)", "Rivierland Software B.V.", "In gebruik", D(2021, 8, 1), D(2027, 7, 31), 38500.0, "3 maanden", "ja", "ja", "Havenkwartier, Nederland", "Directeur bedrijfsvoering", "H-H-H", "J. Verzonnen", None),
    ("Loopplank", "LVS", "Rivierland Software", "In gebruik", D(2021, 8, 1), D(2027, 7, 31), None, "3 maanden", "ja", "ja", "Havenkwartier, Nederland", "Intern begeleider", "H-H-H", None, "zit in het contract van de LAS"),
    ("Klaslicht", "Digitaal leermateriaal", "Klaslicht BV", "In gebruik", "1-8-2023", "31-07-2026", 21450.5, "2 maanden", D(2023, 6, 19), "nee", "onbekend", "Bovenschools ICT", "M-M-H", None, "contract verlopen? navragen"),
    ("Buurpraat", "Ouderapp", "Klaslicht b.v.", "In gebruik", "1-8-2023", "31-07-2027", 4310.0, None, "ja", "nvt", "EU", None, "L-M-H", None, None),
    ("Taaltij / Rekenrif", "Lesmethode", "Uitgeverij Pluimriet N.V.", "In gebruik", D(2024, 8, 1), None, 18700.0, None, "ja", "nee", None, "Onderwijsteam", None, None, "twee methoden, een factuur"),
    ("Wereldwijs", "lesmethode", "Fennimore Learning Ltd.", "In gebruik", D(2022, 8, 1), D(2026, 7, 31), 6240.0, None, "nee", "onbekend", "Verenigd Koninkrijk", "Onderwijsteam", None, None, None),
    ("Inlogsluis", "Toegang leermateriaal", "Stichting Inlogsluis", "In gebruik", None, None, 0, None, "ja", "ja", "Nederland", "Bovenschools ICT", "H-M-M", None, None),
    ("Dobbertoets", "Toetsen", "Toetsdobber BV", "In gebruik", D(2023, 8, 1), D(2028, 7, 31), 5125.75, "6 mnd", "ja", "nee", "Nederland", "Kwaliteitszorg", "M-H-H", None, None),
    ("Doorstroomwijzer", "Doorstroomtoets", "Toetsdobber B.V.", "In gebruik", D(2024, 1, 1), None, 3050.0, None, "ja", None, "Nederland", "Kwaliteitszorg", None, None, None),
    ("Office 365", "Kantoorsoftware", "Microsoft", "In gebruik", None, None, None, None, None, None, None, "Bovenschools ICT", None, None, None),
    ("Office 365", "E-mail", "Microsoft", "In gebruik", None, None, None, None, None, None, None, "Bovenschools ICT", None, None, None),
    ("MS Teams", "Teamcommunicatie", "Microsoft Corp.", "In gebruik", None, None, None, None, None, None, None, None, None, None, None),
    ("Azure AD", "SSO", "MICROSOFT", "In gebruik", None, None, None, None, None, None, None, "Bovenschools ICT", None, None, "heet tegenwoordig anders"),
    ("Windows 11", "Besturingssysteem", "Microsoft", "In gebruik", None, None, None, None, None, None, None, None, None, None, None),
    ("Lichtbak", "Digibordsoftware", "Lumenbord B.V.", "In gebruik", D(2020, 9, 1), None, 1890.0, None, "nvt", "nvt", None, None, "L-L-L", None, None),
    ("Tabletwacht", "MDM", "Wachthuis Software B.V.", "In gebruik", D(2025, 2, 1), D(2028, 1, 31), 7200.0, "3 maanden", "ja", "ja", "Duitsland", "Bovenschools ICT", "M-M-M", None, None),
    ("Kabelrif Glas", "Internet", "Kabelrif Netwerken", "In gebruik", D(2019, 1, 1), D(2026, 12, 31), 26400.0, "6 maanden", "nvt", "nvt", None, "Bovenschools ICT", "H-L-L", None, None),
    ("Loonpolder HR / Loonpolder Financiën", "HRM / Financiën", "Loonpolder Personeel B.V.", "In gebruik", D(2018, 1, 1), None, 30960.0, None, "ja", "nee", "Nederland", "Hoofd P&O", "M-H-H", None, None),
    ("Formatiebord", "Formatieplanning", "Loonpolder Personeel", "In gebruik", D(2022, 1, 1), None, 2400.0, None, "ja", None, None, "Hoofd P&O", None, None, None),
    ("Schoolstem", "Kwaliteitszorg", "Peilgroep", "In gebruik", None, None, 2780.0, None, "ja", "nee", None, "Kwaliteitszorg", None, None, None),
    ("Overdrachtbrug", "Overdrachtvoorziening", "Brugwachter B.V.", "In gebruik", None, None, 1150.0, None, "ja", "nee", None, None, "M-H-H", None, None),
    ("Verzuimseinpost", "Verzuimregistratie", "Rivierlandsoftware", "In gebruik", None, None, 1980.0, None, "ja", None, None, None, None, None, "module of los pakket?"),
    ("Schoolvenster", "Website", "Stormluik ICT", "In gebruik", None, None, 3600.0, None, "nvt", "nvt", "Nederland", "Communicatie", "L-L-L", None, None),
    ("Reddingsboei", "Back-up", "Stormluik ICT", "In gebruik", None, None, 2100.0, None, "ja", None, "Cumulant Cloud", "Bovenschools ICT", None, None, None),
    ("Slotgracht", "Antivirus", "Wachthuis Software", "In gebruik", None, D(2027, 3, 31), 3250.0, None, "nvt", None, None, "Bovenschools ICT", None, None, None),
    ("Belboei", "Telefonie", "Kabelrif Netwerken B.V.", "wordt uitgefaseerd", D(2015, 5, 1), D(2027, 1, 1), 5400.0, None, "nvt", "nvt", None, None, None, None, "opvolger nog te bepalen"),
    ("Schrijfhulp", "AI-assistent", "Lettergreep AI Inc.", "pilot", D(2026, 9, 1), None, 1200.0, None, "nee", "nee", "Verenigde Staten", None, None, None, None),
    ("n.t.b.", "Leerlingbegeleiding", None, "gepland", None, None, None, None, None, None, None, None, None, None, "aanbesteding loopt"),
)


def first_board_workbook():
    note = Sheet("Toelichting")
    note.put(1, ["Dit overzicht is bijgewerkt door de afdeling ICT."])
    note.put(2, ["Vragen? Loop even langs."])

    wide = Sheet("Bestuursbreed")
    wide.put(1, ["Applicatieoverzicht Stichting Schorren en Slikken"])
    wide.put(2, ["Bestuursnummer", 99901])
    wide.put(3, ["Stand per", D(2026, 10, 12)])
    wide.put(5, ["Applicatie", None, None, None, "Contract", None, None, None, None, "Privacy", None, "Overig"])
    wide.merged = ["A1:P1", "A5:D5", "E5:I5", "J5:K5", "L5:P5"]
    wide.put(6, ["Nr.", "Naam applicatie", "Functie", "Leverancier", "Status", "Ingangsdatum", "Einddatum", "Kosten per jaar", "Opzegtermijn", "Verwerkersovereenkomst", "DPIA", "Hosting", "Eigenaar", "BIV", "Contactpersoon", "Opmerkingen"])
    wide.put(7, ["vb.", "Voorbeeldapplicatie", "LAS", "Voorbeeld B.V.", "In gebruik", D(2020, 1, 1), D(2020, 12, 31), 100.0])
    row = 8
    for i, a in enumerate(WIDE):
        if i == 12:
            row += 1  # an empty row in the middle
        cells = [i + 1, *a]
        if i % 5 == 3:
            cells = [Inline(c) if isinstance(c, str) else c for c in cells]
        wide.put(row, cells)
        row += 1
    hidden = row
    wide.put(hidden, [len(WIDE) + 1, "Schoolkrant Plus", "Intranet", "Prikbord Media", "niet meer in gebruik", D(2012, 1, 1), D(2019, 12, 31)])
    wide.hidden_rows.add(hidden)
    total = sum(a[6] for a in WIDE if isinstance(a[6], float))
    wide.put(row + 2, ["Totaal"])
    wide.put(row + 2, [Formula(f"SUM(H8:H{hidden})", total)], col=8)

    dijk = Sheet("Het Dijkhuis")
    dijk.put(1, ["School", "Het Dijkhuis"])
    dijk.put(3, ["Applicatie", "Functie", "Leverancier", "In gebruik", "Aantal gebruikers", "Opmerking"])
    for i, r in enumerate((
        ("Luistervink", "voorleessoftware", "Hoorbaar Onderwijs", "ja", 24, None),
        ("Boekenkreek", "Schoolbibliotheek", "Leeslint", "ja", 312, None),
        ("Schoolfoto Online", "Ouderbijdrage", "?", "onbekend", None, "weet niemand meer"),
        ("Prikbord", "Intranet", "Prikbord Media", "nee", None, "gestopt in 2024"),
        ("Google Workspace", "Kantoorsoftware", "Google", "ja", 290, "naast Office"),
    )):
        dijk.put(4 + i, list(r))

    stuur = Sheet("De Stuurhut (99AC)")
    stuur.put(1, ["Overzicht software De Stuurhut"])
    stuur.put(2, ["BRIN", "99AC00"])
    stuur.put(4, ["Programma", "Waarvoor", "Soort applicatie", "Leverancier", "Gebruikt", "Aantal lln"])
    for i, r in enumerate((
        ("G Suite for Education", "werkstukken", "office", "Google Inc.", "x", 421),
        ("Buurtpraat", "berichten aan ouders", "Ouderapp", "Klaslicht", "x", 421),
        ("Typekade", "typediploma", "lesmateriaal", "Kade Educatief", "x", 58),
        ("Zorgkompas", "zorgdossier", "Leerlingzorg", "Brugwachter", "x", None),
    )):
        stuur.put(5 + i, list(r))

    kaap = Sheet("Kaapcollege")
    kaap.put(1, ["Kaapcollege - applicaties vo"])
    kaap.put(2, ["Brinnummer", "99AG00"])
    kaap.put(4, ["Applicatie", "Functie", "Leverancier", "Status", "Kritiek", "Kosten per jaar", "Verwerkersovereenkomst", "Einddatum", "Bij uitval"])
    for i, r in enumerate((
        ("Roosterwiel", "Roosterprogramma", "Fjordblikk Skole AS", "in gebruik", "hoog", 12750.0, "ja", D(2027, 8, 1), "rooster op papier, 2 dagen"),
        ("Leerkreek", "ELO", "Rivierland Software BV", "in gebruik", "hoog", 15300.0, "ja", D(2027, 7, 31), None),
        ("Examenkade", "Examens", "Toetsdobber B.V.", "in gebruik", "hoog", 2200.0, "ja", None, "papieren examens"),
        ("Plagiaatzeef", "Plagiaatcontrole", "Zeef Analytics Inc", "in gebruik", "laag", 1640.0, "nee", "31 dec. 2026", None),
        ("Koerskaart", "LOB", "Koersbureau", "in gebruik", "laag", 2900.0, "ja", None, None),
        ("Ouderbeurs", "Schoolkosten", "Beursvloer B.V.", "in gebruik", "midden", 1480.0, "ja", None, None),
        ("Stuurlicht", "BI", "Peilgroep B.V.", "in gebruik", "laag", 5200.0, "onbekend", None, None),
        ("Sleutelring", "Toegangscontrole gebouw", "Wachthuis Software B.V.", "in gebruik", "midden", 3100.0, "nvt", None, None),
        ("Videoklas", "Videobellen", "Cumulant", "gestopt", "laag", 0, "nee", D(2023, 6, 30), None),
    )):
        kaap.put(5 + i, list(r))

    old = Sheet("Archief 2022", hidden=True)
    old.put(1, ["Applicatie", "Leverancier"])
    old.put(2, ["Krijtbord", "Krijt en Zonen"])
    xlsx("schorren-en-slikken/applicatielijst.xlsx", [note, wide, dijk, stuur, kaap, old])


def first_board_material():
    schools = ["Het Dijkhuis", "Oeverbos", "De Stuurhut", "De Wilgenschans", "Zilte Zegge", "Kindcentrum \u2019t Schor", "Kaapcollege"]
    x, o = "x", None
    rows = [
        [("Digitaal lesmateriaal per school, schooljaar 2026/2027", 10)],
        ["Bestuursnummer", 99901],
        ["Stand per", D(2026, 9, 1)],
        [None],
        ["Leermiddel", "Uitgever", "Vak", *schools],
        ["Taaltij", "Pluimriet", "Nederlands", x, x, x, x, o, x, o],
        ["Rekenrif", "Pluimriet", "rekenen", x, x, o, x, x, x, o],
        ["Wereldwijs", "Fennimore Learning", "wereldoriëntatie", x, o, o, x, o, o, o],
        ["Klaslicht", "Klaslicht", "alle vakken", x, x, x, x, x, x, o],
        ["Spelpaleis", "Polderpennen B.V.", "spelling", o, x, x, o, x, o, o],
        ["Oefenlab", "Polderpennen BV", "toetsen", o, x, x, o, o, o, "x"],
        ["Aardlaag", "Pluimriet", "aardrijkskunde", o, o, x, o, o, o, x],
        ["Natuurlab", "Fennimore Learning", "natuur", o, o, x, o, o, x, o],
        ["Engelse Steiger", "Steiger Talen", "Engels", x, x, x, x, o, x, x],
        ["Muzieksteiger", "Steiger Talen", "muziek", o, x, o, o, o, o, o],
        ["Schrijfgolf", "Golfslag Educatie", "schrijven", x, x, x, x, x, x, o],
        ["Leesanker", "Golfslag Educatie", "lezen", x, o, o, x, x, o, o],
        ["Verkeerspaal", "?", "verkeer", x, "?", x, o, o, x, o],
        ["Rekenvonk", "Vonk & Zonen", "rekenen", o, o, x, o, o, o, o],
        ["Wiskundekaap", "Pluimriet", "wiskunde", o, o, o, o, o, o, x],
        ["Scheikubus", "Fennimore Learning", "scheikunde", o, o, o, o, o, o, x],
        ["Frans op Koers", "Steiger Talen", "Frans", o, o, o, o, o, o, x],
        ["Totaal", None, None, 9, 9, 11, 8, 6, 8, 6],
    ]
    ods("schorren-en-slikken/lesmateriaal.ods", "Lesmateriaal", rows)


def first_board_ict():
    rows = [
        "Lijst technisch beheer;;;;;;;;;;",
        "Bestuursnummer;99901;;;;;;;;;",
        "Peildatum;1-11-2026;;;;;;;;;",
        "Naam applicatie;Softwareleverancier;Functie;Locatie;Licenties;Kosten p/j;Contract tot;Koppeling met;Inloggen via;Apparaten;Contactpersoon",
        "Tabletwacht;Wachthuis Software;MDM;alle scholen;1400;7.450,00;31-01-2028;Azure AD;Azure AD;iPad, Windows;verzonnen@example.org",
        "Printlint;Drukwerk Noord;Printen;alle scholen;;4.120,50;31-12-2026;;lokaal account;;",
        "Balie24;Stormluik ICT;Helpdesk;bestuurskantoor;6;990,00;;;Microsoft 365;;",
        "Wachtwoordkluis;Slotenmakers B.V.;Wachtwoordbeheer;alle scholen;210;1.260,00;1-3-2027;;;Windows",
        "Vlechtwerk;Stormluik ICT;Koppelingen;alle scholen;;2.750,00;31-07-2027;Loopplank, Azure AD;;;",
        "Loopplank;Riverland Software B.V.;LAS;alle scholen;;39.900,00;31-07-2027;Inlogsluis, Vlechtwerk;SAML;web;",
        "Archiefkist;Papierberg;Archivering;bestuurskantoor;12;1.875,00;onbekend;;;Windows;",
        "Inkoopwijzer;Loonpolder Personeel BV;Inkoopsysteem;bestuurskantoor;4;640,00;;Loonpolder Financiën;;;",
        "Roosterwiel;Roosterwiel Nederland B.V.;Roosterprogramma;Kaapcollege;95;12.750,00;1-8-2027;Loopplank;;web;",
        "Leerkreek;Rivierland Software B.V.;ELO;Kaapcollege;1279;15.300,00;31-7-2027;Loopplank;Azure AD;web;;;te veel",
        "Aanmeldpunt;Caf\u00e9 Digitaal;Aanmelden;Kaapcollege;;1.100,00;n.t.b.;Loopplank;;web;",
        "Kassaboek;Caf\u00e9 Digitaal;Financi\u00ebn;Zilte Zegge;1;\u20ac 120,-;;;;;",
        "Privacypost;Peilgroep;AVG-register;bestuurskantoor;3;1.500,00;31-12-2027;;;;",
        "",
        ";;;;;;;;;;",
        "Totaal;;;;;79.455,50;;;;;",
    ]
    write_text("schorren-en-slikken/beheer.csv", rows, "cp1252")


# --- the second board -------------------------------------------------------
def second_board():
    s = Sheet("Applications")
    s.put(1, ["Application", "Business function", "Supplier", "School", "BRIN", "Lifecycle status", "In use since", "Contract end date", "Annual cost", "Data processing agreement"])
    po = [(site, name) for site, name, kind, *_ in SITES["99902"] if kind != "VO"]
    vo = [(site, name) for site, name, kind, *_ in SITES["99902"] if kind == "VO"]
    rows = []

    def each(sites, app, function, vendor, since=None, end=None, cost=None, dpa=None, status="in use"):
        for site, name in sites:
            rows.append((app, function, vendor, name, site, status, since, end, cost, dpa))

    each(po, "Kladblok LAS", "Leerlingadministratie", "Zandgrond B.V.", D(2019, 8, 1), D(2027, 7, 31), 3100.0, "yes")
    each(po, "Kladblok LAS", "Leerlingvolgsysteem", "Zandgrond", D(2019, 8, 1), D(2027, 7, 31), None, "yes")
    each(po, "Buurpraat", "Oudercommunicatie", "Klaslicht B.V.", D(2024, 1, 15), None, 640.0, "yes")
    each(po, "Inlogsluis", "Toegang tot leermateriaal", "Stichting Inlogsluis", None, None, None, "yes")
    each(po[:2], "Klaslicht", "Digitaal leermateriaal", "Klaslicht", D(2025, 8, 1), None, 1875.0, "no")
    each(po[2:], "Taaltij", "Digitaal leermateriaal", "Pluimriet", D(2022, 8, 1), None, 1410.0, "yes")
    each(po[1:], "Google Workspace for Education", "Kantoorsoftware", "Google LLC")
    each(po[:1], "Microsoft 365", "Kantoorsoftware", "Microsoft Corporation")
    each(po, "Dobbertoets", "Toetsen", "Toetsdobber B.V.", None, None, 455.0, "yes")
    each(vo, "Peilstok", "Leerlingadministratie", "Peilstok Software B.V.", D(2020, 8, 1), D(2028, 7, 31), 9900.0, "yes")
    each(vo, "Peilstok", "Leerlingvolgsysteem", "Peilstok Software", D(2020, 8, 1), D(2028, 7, 31), None, "yes")
    each(vo, "Peilstok", "Elektronische leeromgeving", "Peilstok Software B.V.", D(2020, 8, 1), D(2028, 7, 31), None, "yes")
    each(vo, "Roosterwiel", "Roosteren", "Fjordblikk Skole", D(2018, 8, 1), D(2026, 8, 1), 8800.0, "yes")
    each(vo, "Microsoft 365", "Kantoorsoftware", "Microsoft Corporation")
    each(vo, "Microsoft Entra ID", "Identiteit en inloggen", "Microsoft Corporation")
    each(vo, "Wiskundekaap", "Digitaal leermateriaal", "Uitgeverij Pluimriet", D(2023, 8, 1), None, 2650.0, "yes")
    each(vo, "Examenkade", "Centrale examens", "Toetsdobber", None, None, 1320.0, "yes")
    each(vo, "Krijtsteen", "Intranet", "Krijtsteen Media", D(2014, 8, 1), D(2025, 7, 31), None, "unknown", "retired")
    for i, r in enumerate(rows):
        s.put(2 + i, list(r))
    xlsx("zonnedauw/applicaties.xlsx", [s], epoch1904=True)

    write_text(
        "zonnedauw/usage.csv",
        [
            "board,school,pupils,function,product,vendor,share,status,criticality,owner,fallback,cost,since,until",
            "99902,99BE00,,lesmateriaal,Wiskundekaap,Uitgeverij Pluimriet N.V.,0.40,in_use,,,,,,",
            "99902,99BE00,,lesmateriaal,Scheikubus,Fennimore Learning Ltd,0.35,in_use,,,,,,",
            "99902,99BE00,,lesmateriaal,Frans op Koers,Steiger Talen,0.25,in_use,,,,,,",
            "99902,,,netwerk,Kabelrif Glas,Kabelrif Netwerken B.V.,,in_use,3,Bovenschools ICT,,9600,2021-01-01,",
            "99902,,,personeel,Loonpolder HR,Loonpolder Personeel B.V.,,in_use,,,,,2020-01-01,",
            "99902,,,financien,Kassaboek,,,in_use,,,,,,",
            "99902,,,hosting,Havenkwartier Cloud,Havenkwartier Hosting B.V.,,planned,,,,,2027-01-01,",
        ],
        end="\n",
    )


# --- who owns whom, and what runs where -------------------------------------
def chain():
    src = "verzonnen"
    o = ["organisation,kvk,country,parent,percent,kind,from,to,source"]
    for r in (
        ("Quillmarsh Group Inc.", "US", "-", "", "", "", ""),
        ("Rivierland Software B.V.", "NL", "-", "", "", "", "2024-03-01"),
        ("Rivierland Software B.V.", "NL", "Quillmarsh Group Inc.", "100", "capital", "2024-03-01", ""),
        ("Klaslicht B.V.", "NL", "-", "", "", "", "2027-01-01"),
        ("Klaslicht B.V.", "NL", "Quillmarsh Group Inc.", "", "control", "2027-01-01", ""),
        ("Peilstok Software B.V.", "NL", "Rivierland Software B.V.", "80", "capital", "2025-01-15", ""),
        ("Zandgrond B.V.", "NL", "-", "", "", "", ""),
        ("Uitgeverij Pluimriet N.V.", "NL", "-", "", "", "", ""),
        ("Fennimore Holdings plc", "GB", "-", "", "", "", ""),
        ("Fennimore Learning Ltd", "GB", "Fennimore Holdings plc", "100", "capital", "2016-05-01", ""),
        ("Polderpennen B.V.", "NL", "Uitgeverij Pluimriet N.V.", "50", "capital", "2020-01-01", ""),
        ("Polderpennen B.V.", "NL", "Fennimore Learning Ltd", "50", "capital", "2020-01-01", ""),
        ("Toetsdobber B.V.", "NL", "Uitgeverij Pluimriet N.V.", "75.5", "capital", "2022-09-01", ""),
        ("Stichting Inlogsluis", "NL", "-", "", "", "", ""),
        ("Stichting Inlogsluis", "NL", "Uitgeverij Pluimriet N.V.", "", "participation", "2015-01-01", ""),
        ("Stichting Inlogsluis", "NL", "Klaslicht B.V.", "", "participation", "2015-01-01", ""),
        ("Stichting Inlogsluis", "NL", "Polderpennen B.V.", "", "participation", "2020-01-01", ""),
        ("Fjordblikk Skole AS", "NO", "-", "", "", "", ""),
        ("Roosterwiel Nederland B.V.", "NL", "Fjordblikk Skole AS", "100", "capital", "2017-01-01", ""),
        ("Havenkwartier Hosting B.V.", "NL", "Wachthuis Groep B.V.", "", "control", "", ""),
        ("Wachthuis Software B.V.", "NL", "Wachthuis Groep B.V.", "100", "capital", "", ""),
        ("Wachthuis Groep B.V.", "NL", "", "", "", "", ""),
        ("Cumulant Inc.", "US", "-", "", "", "", ""),
        ("Kabelrif Netwerken B.V.", "NL", "-", "", "", "", ""),
        ("Lettergreep AI Inc.", "US", "", "", "", "", ""),
    ):
        name, country, parent, percent, kind, start, stop = r
        o.append(f"{name},,{country},{parent},{percent},{kind},{start},{stop},{src}")
    write_text("keten/organisations.csv", o, end="\n")

    p = ["product,vendor,role,licence,ai,source,function"]
    for r in (
        ("Aardlaag", "Uitgeverij Pluimriet N.V.", "maker", "lesmateriaal"),
        ("Buurpraat", "Klaslicht B.V.", "maker", "ouders"),
        ("Examenkade", "Toetsdobber B.V.", "maker", "examens"),
        ("Havenkwartier Cloud", "Havenkwartier Hosting B.V.", "operator", "hosting"),
        ("Inlogsluis", "Stichting Inlogsluis", "operator", "leermateriaaltoegang"),
        ("Kabelrif Glas", "Kabelrif Netwerken B.V.", "operator", "netwerk"),
        ("Kladblok LAS", "Zandgrond B.V.", "maker", "las|lvs"),
        ("Klaslicht", "Klaslicht B.V.", "maker", "lesmateriaal"),
        ("Leerkreek", "Rivierland Software B.V.", "maker", "elo"),
        ("Loopplank", "Rivierland Software B.V.", "maker", "las|lvs"),
        ("Natuurlab", "Fennimore Learning Ltd", "maker", "lesmateriaal"),
        ("Oefenlab", "Polderpennen B.V.", "maker", "toetsen"),
        ("Peilstok", "Peilstok Software B.V.", "maker", "elo|las|lvs"),
        ("Rekenrif", "Uitgeverij Pluimriet N.V.", "maker", "lesmateriaal"),
        ("Roosterwiel", "Fjordblikk Skole AS", "maker", "roosters"),
        ("Scheikubus", "Fennimore Learning Ltd", "maker", "lesmateriaal"),
        ("Cumulant Cloud", "Cumulant Inc.", "operator", "hosting"),
        ("Spelpaleis", "Polderpennen B.V.", "maker", "lesmateriaal"),
        ("Taaltij", "Uitgeverij Pluimriet N.V.", "maker", "lesmateriaal"),
        ("Dobbertoets", "Toetsdobber B.V.", "maker", "toetsen"),
        ("Wereldwijs", "Fennimore Learning Ltd", "maker", "lesmateriaal"),
        ("Wiskundekaap", "Uitgeverij Pluimriet N.V.", "maker", "lesmateriaal"),
    ):
        name, vendor, role, function = r
        p.append(f"{name},{vendor},{role},,,{src},{function}")
    p.append(f"Schrijfhulp,Lettergreep AI Inc.,maker,,yes,{src},ai")
    write_text("keten/products.csv", p, end="\n")

    d = ["from,to,carrier,necessity,group,n,tested,source"]
    for r in (
        ("Loopplank", "Havenkwartier Cloud", "hosting", "required", "", "", ""),
        ("Leerkreek", "Havenkwartier Cloud", "hosting", "required", "", "", ""),
        ("Kladblok LAS", "Havenkwartier Cloud", "hosting", "required", "", "", ""),
        ("Havenkwartier Cloud", "Cumulant Cloud", "hosting", "required", "", "", ""),
        ("Peilstok", "Cumulant Cloud", "hosting", "required", "", "", ""),
        ("Klaslicht", "Cumulant Cloud", "hosting", "required", "", "", ""),
        ("Buurpraat", "Cumulant Cloud", "hosting", "required", "", "", ""),
        ("Inlogsluis", "Cumulant Cloud", "hosting", "required", "", "", ""),
        ("Taaltij", "?", "hosting", "required", "", "", ""),
        ("Roosterwiel", "Roosterwiel Nederland B.V.", "admin", "optional", "", "", ""),
        ("Taaltij", "Inlogsluis", "login", "required", "", "", ""),
        ("Rekenrif", "Inlogsluis", "login", "required", "", "", ""),
        ("Klaslicht", "Inlogsluis", "login", "required", "", "", ""),
        ("Spelpaleis", "Inlogsluis", "login", "required", "", "", ""),
        ("Inlogsluis", "Loopplank", "provisioning", "alternative", "las", "1", ""),
        ("Inlogsluis", "Kladblok LAS", "provisioning", "alternative", "las", "1", ""),
        ("Leerkreek", "Microsoft Entra ID", "login", "required", "", "", ""),
        ("Loopplank", "Kabelrif Glas", "network", "required", "", "", "no"),
        ("Klaslicht", "Schrijfhulp", "ai-model", "optional", "", "", ""),
        ("function:las", "function:netwerk", "network", "required", "", "", ""),
    ):
        a, b, carrier, need, group, n, tested = r
        if b == "Roosterwiel Nederland B.V.":
            b = "organisation:" + b
        d.append(f"{a},{b},{carrier},{need},{group},{n},{tested},{src}")
    write_text("keten/dependencies.csv", d, end="\n")


# --- sign-on ----------------------------------------------------------------
TENANT = "99901000-0000-4000-8000-000000000001"


def sign_on_metadata():
    """What Entra says of the board's tenant, as far as SAML goes."""
    saml = "urn:oasis:names:tc:SAML:2.0"
    where = f"https://login.microsoftonline.com/{TENANT}/saml2"
    lines = ['<?xml version="1.0" encoding="utf-8"?>']
    lines.append(
        f'<EntityDescriptor xmlns="{saml}:metadata" ID="_{TENANT}" '
        f'entityID="https://sts.windows.net/{TENANT}/">'
    )
    lines.append(f'<IDPSSODescriptor protocolSupportEnumeration="{saml}:protocol">')
    for service, binding in (
        ("SingleLogoutService", "HTTP-Redirect"),
        ("SingleSignOnService", "HTTP-Redirect"),
        ("SingleSignOnService", "HTTP-POST"),
    ):
        lines.append(
            f'<{service} Binding="{saml}:bindings:{binding}" Location="{where}"/>'
        )
    lines += ["</IDPSSODescriptor>", "</EntityDescriptor>"]
    write_text("toegang/metadata.xml", lines, end="\n")


def sign_on_apps():
    """The portal's list of enterprise applications, as Excel saves it."""
    head = (
        "id;displayName;appId;createdDateTime;applicationType;accountEnabled;"
        "applicationVisibility;assignmentRequired;isAppProxy;homepageUrl;Owners"
    )
    own, both = "Microsoft Application", "Enterprise Applications & Managed Identity"
    app, vm = "Enterprise Applications", "Managed Identity"
    rows = [head]
    for n, (name, known, kind, on, asked, home, owner) in enumerate(
        (
            ("Loopplank  ", "", app, "True", "True", "https://start.loopplank.example/?school=99901", "Wietske Onzichtbaar"),
            ("Leerkreek", "", app, "True", "False", "https://leerkreek.example/", ""),
            ("Roosterwiel", "", app, "False", "False", "", ""),
            ("Vlechtwerk", "", both, "True", "True", "", "wietske@geheim.example"),
            ("Plakboek Foto's", "", app, "True", "False", "https://plakboek.example/", ""),
            ("Microsoft Teams Services", "cc15fd57-2c6c-4117-a88c-83b1d56b4bbe", own, "True", "False", "", ""),
            ("Office 365 SharePoint Online", "00000003-0000-0ff1-ce00-000000000000", own, "True", "False", "", ""),
            ("Microsoft Forms", "c9a559d2-7aab-4f13-a6ed-e7e9c52aec87", own, "True", "False", "", ""),
            ("Microsoft Graph", "00000003-0000-0000-c000-000000000000", own, "True", "False", "", ""),
            ("backup-nachtdienst", "", vm, "True", "False", "", ""),
        ),
        start=1,
    ):
        app_id = known or f"99901000-0000-4000-8000-0000000001{n:02}"
        rows.append(
            f"99901000-0000-4000-8000-0000000002{n:02};{name};{app_id};"
            f"2025-08-{n:02}T07:00:00Z;{kind};{on};Visible;{asked};False;{home};{owner}"
        )
    write_text("toegang/EnterpriseAppsList.csv", rows, bom=b"\xef\xbb\xbf")


def sign_on_attributes():
    """Which service gets what through Entree, and why."""
    rows = ["Dienst;EntityID;Attribuut;Doelbinding;Verplicht;Status;Contactpersoon"]
    for service, entity, names, why, needed in (
        ("Taaltij", "https://taaltij.example/saml", "uid, eckId", "dezelfde leerling herkennen", "ja"),
        ("Taaltij", "https://taaltij.example/saml", "givenName", "aanspreken in de les", "nee"),
        ("Rekenrif", "", "uid; nlEduPersonHomeOrganizationId", "licentie van de school vinden", "ja"),
        ("Spelpaleis", "https://spelpaleis.example/", "uid, givenName, sn, mail, ou", "klassenlijst", "ja"),
    ):
        rows.append(f"{service};{entity};\"{names}\";{why};{needed};actief;Wietske Onzichtbaar")
    write_text("toegang/entree-attributen.csv", rows)

# --- two that look independent ----------------------------------------------
def twins():
    """A third board: what seems to be there twice, and is not."""
    write_text(
        "tweeling/06.-historisch-overzicht-aantal-leerlingen-per-schoolvestiging.csv",
        [
            "INSTELLINGSCODE;VESTIGINGSCODE;NAAM_VESTIGING;SOORT_VESTIGING;DENOMINATIE_VESTIGING;"
            "BEVOEGD_GEZAG_NUMMER;GEMEENTECODE_VESTIGING;GEMEENTENAAM_VESTIGING;LEERLINGEN_2025",
            "99CA;99CA00;Dijkzicht College;VO;Algemeen bijzonder;99903;997;DUBBELDAM;640",
            "99CB;99CB00;De Tweesprong;VO;Algemeen bijzonder;99903;997;DUBBELDAM;360",
        ],
        bom=b"\xef\xbb\xbf",
    )
    write_text(
        "tweeling/applicatielijst.csv",
        [
            "Applicatieoverzicht Stichting Dubbeldijk;;;;;",
            "Bestuursnummer;99903;;;;",
            "Stand per;1-10-2026;;;;",
            ";;;;;",
            "Naam applicatie;Functie;Leverancier;Status;Kritiek;Bij uitval",
            "Leerhaven;ELO;Leerhaven B.V.;In gebruik;midden;",
            "Klasbrug;ELO;Klasbrug Onderwijs B.V.;In gebruik;midden;reserve voor Leerhaven",
            "Dagboei;LAS;Boeiwerk Administratie B.V.;In gebruik;hoog;lijsten op papier, 3 dagen",
            "Uurslag;Roosterprogramma;Uurslag Software B.V.;In gebruik;hoog;",
            "Glaslijn;Internet;Glaslijn Netwerken B.V.;In gebruik;hoog;Straalpad",
            "Straalpad;Internet;Straalpad B.V.;In gebruik;hoog;",
            "Kofferbak;Back-up;Kofferbak B.V.;In gebruik;midden;",
            "Bergruimte;Back-up;Bergruimte Data B.V.;In gebruik;midden;",
        ],
        "cp1252",
    )
    src = "verzonnen"
    o = ["organisation,kvk,country,parent,percent,kind,from,to,source"]
    for name, country, parent, percent, kind in (
        ("Leerhaven B.V.", "NL", "-", "", ""),
        ("Klasbrug Onderwijs B.V.", "NL", "-", "", ""),
        ("Boeiwerk Administratie B.V.", "NL", "-", "", ""),
        ("Uurslag Software B.V.", "NL", "-", "", ""),
        ("Glaslijn Netwerken B.V.", "NL", "-", "", ""),
        ("Straalpad B.V.", "NL", "-", "", ""),
        ("Kofferbak B.V.", "NL", "-", "", ""),
        ("Bergruimte Data B.V.", "NL", "-", "", ""),
        ("Nevelwal Nederland B.V.", "NL", "Nevelwal Inc.", "100", "capital"),
        ("Nevelwal Europe Ltd", "IE", "Nevelwal Inc.", "100", "capital"),
        ("Nevelwal Inc.", "US", "-", "", ""),
    ):
        o.append(f"{name},,{country},{parent},{percent},{kind},,,{src}")
    write_text("tweeling/organisations.csv", o, end="\n")
    p = ["product,vendor,role,licence,ai,source,function"]
    for name, vendor, role, function in (
        ("Bergruimte", "Bergruimte Data B.V.", "maker", "backup"),
        ("Dagboei", "Boeiwerk Administratie B.V.", "maker", "las"),
        ("Glaslijn", "Glaslijn Netwerken B.V.", "operator", "netwerk"),
        ("Klasbrug", "Klasbrug Onderwijs B.V.", "maker", "elo"),
        ("Kofferbak", "Kofferbak B.V.", "maker", "backup"),
        ("Leerhaven", "Leerhaven B.V.", "maker", "elo"),
        ("Nevelwal Noord", "Nevelwal Nederland B.V.", "operator", "hosting"),
        ("Nevelwal West", "Nevelwal Europe Ltd", "operator", "hosting"),
        ("Straalpad", "Straalpad B.V.", "operator", "netwerk"),
        ("Uurslag", "Uurslag Software B.V.", "maker", "roosters"),
    ):
        p.append(f"{name},{vendor},{role},,,{src},{function}")
    write_text("tweeling/products.csv", p, end="\n")
    d = ["from,to,carrier,necessity,group,n,tested,source"]
    for a, b, carrier, need, group, n, tested in (
        ("Leerhaven", "Nevelwal Noord", "hosting", "required", "", "", ""),
        ("Klasbrug", "Nevelwal West", "hosting", "required", "", "", ""),
        ("Dagboei", "Uurslag", "data-back", "required", "", "", ""),
        ("Uurslag", "Dagboei", "data-out", "required", "", "", ""),
        ("function:netwerk", "Glaslijn", "network", "alternative", "lijnen", "1", "2026-09-12"),
        ("function:netwerk", "Straalpad", "network", "alternative", "lijnen", "1", "2026-09-12"),
        ("function:backup", "Kofferbak", "platform", "alternative", "kopieën", "1", ""),
        ("function:backup", "Bergruimte", "platform", "alternative", "kopieën", "1", ""),
    ):
        d.append(f"{a},{b},{carrier},{need},{group},{n},{tested},{src}")
    write_text("tweeling/dependencies.csv", d, end="\n")
    twins_metadata()


def twins_metadata():
    """Both learning environments stand in the metadata of one hub."""
    saml = "urn:oasis:names:tc:SAML:2.0"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<md:EntitiesDescriptor xmlns:md="{saml}:metadata" '
        'xmlns:mdui="urn:oasis:names:tc:SAML:metadata:ui" '
        'xmlns:mdrpi="urn:oasis:names:tc:SAML:metadata:rpi" '
        'Name="https://diensten.dubbeldijk.example" validUntil="2027-07-01T00:00:00Z">',
    ]
    for name in ("Leerhaven", "Klasbrug"):
        host = f"https://{name.lower()}.example"
        lines += [
            f'<md:EntityDescriptor entityID="{host}/saml">',
            '<md:Extensions><mdrpi:RegistrationInfo registrationAuthority="http://www.surfconext.nl/"/></md:Extensions>',
            f'<md:SPSSODescriptor protocolSupportEnumeration="{saml}:protocol">',
            f'<md:Extensions><mdui:UIInfo><mdui:DisplayName xml:lang="nl">{name}</mdui:DisplayName>'
            f'<mdui:PrivacyStatementURL xml:lang="nl">{host}/privacy</mdui:PrivacyStatementURL></mdui:UIInfo></md:Extensions>',
            f'<md:AssertionConsumerService index="0" Binding="{saml}:bindings:HTTP-POST" Location="{host}/acs"/>',
            '<md:AttributeConsumingService index="0">'
            f'<md:ServiceName xml:lang="nl">{name}</md:ServiceName>'
            '<md:RequestedAttribute Name="urn:oid:2.5.4.42" isRequired="true"/>'
            "</md:AttributeConsumingService>",
            "</md:SPSSODescriptor>",
            "</md:EntityDescriptor>",
        ]
    lines.append("</md:EntitiesDescriptor>")
    write_text("tweeling/metadata.xml", lines, end="\n")


if __name__ == "__main__":
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../examples"))
    duo()
    first_board_workbook()
    first_board_material()
    first_board_ict()
    second_board()
    chain()
    sign_on_metadata()
    sign_on_apps()
    sign_on_attributes()
    twins()
