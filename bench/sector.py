#!/usr/bin/python3
"""Writes an invented Dutch school sector as one messy application list.

    bench/sector.py OUT [--boards N] [--rows N] [--xlsx]

OUT/usage.csv (and OUT/usage.xlsx with --xlsx) hold `rows` applications for each
of `boards` boards, spread over their schools, with the spelling noise that real
lists have in about one name of five. The same arguments give the same bytes.
Standard library only; every name is put together from syllables.
"""
import argparse
import bisect
import csv
import io
import itertools
import pathlib
import random
import zipfile
from xml.sax.saxutils import escape

HEADER = [
    "Bestuursnummer", "Bestuur", "BRIN", "School", "Aantal leerlingen",
    "Applicatie", "Leverancier", "KvK", "Functie", "Inloggen", "Entity ID",
    "Hosting land", "Verwerkersovereenkomst", "Datum overeenkomst",
    "Persoonsgegevens", "BIV", "Opmerking",
]
PUPILS = HEADER.index("Aantal leerlingen")

ONSET = "b d f g h j k l m n p r s t v w z br dr gr kl kr pl sch sl st tr".split()
VOWEL = "a e i o u aa ee oo ie oe ui ij".split()
CODA = ["", "", "", "", "l", "m", "n", "r", "s", "t", "k"]
LEGAL = ["B.V.", "BV", "N.V.", "", "Inc.", "Ltd", "GmbH", "LLC", "Stichting"]
LANDS = ["NL"] * 12 + ["US"] * 4 + ["IE"] * 2 + ["DE", "BE", "GB", "FR", "SE"]
FUNCTIONS = [
    "leerlingadministratie", "leermiddelen", "elektronische leeromgeving",
    "roosteren", "toetsen", "personeel", "financiën", "oudercommunicatie",
    "identiteit", "kantoor", "beveiliging", "bibliotheek", "leerlingvolgsysteem",
]
SIGN_ON = ["Entree", "SURFconext", "Basispoort", "Entra ID", "wachtwoord", "geen"]
AGREED = ["ja", "ja", "ja", "nee", "onbekend", "n.v.t.", "model 4.0"]
DATA = ["naam", "naam, e-mail", "naam, cijfers, verzuim", "geen", "zorg, BSN"]
REMARKS = [
    "", "", "", "", "", "alleen groep 7 en 8", "via wederverkoper",
    'loopt stilzwijgend door; opzegtermijn "3 maanden"',
    "navragen bij de privacyfunctionaris",
]


class Sector:
    """Boards, schools, vendors and products, drawn from one seed."""

    def __init__(self, boards, seed=2):
        self.draw = random.Random(seed)
        self.taken = set()
        scale = max(boards / 1400, 0.02)
        self.vendors = [self.vendor() for _ in range(int(2500 * scale) + 1)]
        by_size = Zipf(self.draw, len(self.vendors), 0.85)
        self.products = [
            self.product(self.vendors[by_size.pick()])
            for _ in range(int(6000 * scale) + 1)
        ]
        self.popular = Zipf(self.draw, len(self.products), 0.9)
        self.boards = [self.board(i) for i in range(boards)]

    def word(self, syllables):
        draw = self.draw
        return "".join(
            draw.choice(ONSET) + draw.choice(VOWEL) + draw.choice(CODA)
            for _ in range(syllables)
        ).capitalize()

    def new(self, make):
        """A value that make() has not given before."""
        while True:
            value = make()
            if value not in self.taken:
                self.taken.add(value)
                return value

    def vendor(self):
        draw = self.draw
        name = self.new(lambda: self.word(draw.choice((2, 2, 3))))
        full = f"{name} {draw.choice(LEGAL)}".strip()
        kvk = f"{draw.randrange(10_000_000, 100_000_000)}"
        return full, kvk, draw.choice(LANDS), name.lower()

    def product(self, vendor):
        draw = self.draw
        tail = draw.choice(["", "", " Online", " Cloud", " PO", " VO", " 365"])
        name = self.new(lambda: self.word(draw.choice((2, 3))) + tail)
        return name, vendor, draw.choice(FUNCTIONS), draw.choice(SIGN_ON)

    def brin(self):
        draw = self.draw
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        return self.new(
            lambda: f"{draw.randrange(36):02}{draw.choice(letters)}"
            f"{draw.choice(letters)}00"
        )

    def board(self, i):
        draw = self.draw
        name = f"Stichting {self.word(3)} {draw.choice(['Onderwijs', 'PO', 'VO'])}"
        schools = []
        for _ in range(1 + min(int(draw.expovariate(1 / 5.3)), 60)):
            pupils = 20 + int(draw.lognormvariate(5.2, 0.6))
            kind = draw.choice(["Basisschool ", "De ", "CBS ", "OBS ", "Lyceum "])
            schools.append((self.brin(), kind + self.word(2), pupils))
        return f"{40000 + i:05}", name, schools

    def noisy(self, name):
        """The name as somebody typed it; four of five times unharmed."""
        chance = self.draw.random()
        if chance < 0.80:
            return name
        at = self.draw.randrange(1, max(len(name) - 1, 2))
        forms = [
            name.upper(), name.lower(), name + " ", name.replace(" ", ""),
            name + " (licentie)", name.replace("e", "é", 1),
            name[:at] + name[at + 1:at + 2] + name[at:at + 1] + name[at + 2:],
        ]
        return self.draw.choice(forms)

    def rows(self, for_each_board):
        draw = self.draw
        for (number, name, schools), _ in itertools.product(
            self.boards, range(for_each_board)
        ):
            brin, school, pupils = draw.choice(schools)
            product, vendor, function, sign_on = self.products[self.popular.pick()]
            full, kvk, land, host = vendor
            yield (
                number, name, brin, school, pupils, self.noisy(product),
                self.noisy(full) if draw.random() < 0.93 else "",
                kvk if draw.random() < 0.35 else "", function, sign_on,
                f"https://sso.{host}.example/saml" if draw.random() < 0.2 else "",
                land, draw.choice(AGREED),
                f"{draw.randrange(1, 29):02}-{draw.randrange(1, 13):02}"
                f"-20{draw.randrange(18, 26)}",
                draw.choice(DATA),
                "".join(draw.choice("123") for _ in range(3)),
                draw.choice(REMARKS),
            )


class Zipf:
    """Picks 0..n-1, the first ones far more often."""

    def __init__(self, draw, n, exponent):
        self.draw = draw
        self.sums = list(
            itertools.accumulate((i + 1) ** -exponent for i in range(n))
        )

    def pick(self):
        return bisect.bisect_left(self.sums, self.draw.random() * self.sums[-1])


def write_csv(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as f:
        out = csv.writer(f, delimiter=";", lineterminator="\r\n")
        out.writerow(HEADER)
        out.writerows(rows)


def column(i):
    return chr(65 + i)


PARTS = {
    "[Content_Types].xml": """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>
</Types>""",
    "_rels/.rels": """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>
</Relationships>""",
    "xl/workbook.xml": """<?xml version="1.0" encoding="UTF-8"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="Applicaties" sheetId="1" r:id="rId1"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>
</Relationships>""",
}
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def write_xlsx(path, rows):
    """As spreadsheet programs do: shared strings, numbers as numbers."""
    strings = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as z:

        def part(name):
            return zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))

        def deflated(name):
            info = part(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            return info

        for name, text in PARTS.items():
            z.writestr(deflated(name), text)
        with z.open(deflated("xl/worksheets/sheet1.xml"), "w") as raw:
            out = io.TextIOWrapper(raw, encoding="utf-8")
            out.write(f'<?xml version="1.0"?><worksheet {MAIN}><sheetData>')
            for i, row in enumerate(itertools.chain([HEADER], rows), 1):
                cells = []
                for j, value in enumerate(row):
                    if value == "":
                        continue
                    ref = f"{column(j)}{i}"
                    if isinstance(value, int):
                        cells.append(f'<c r="{ref}"><v>{value}</v></c>')
                        continue
                    s = strings.setdefault(value, len(strings))
                    cells.append(f'<c r="{ref}" t="s"><v>{s}</v></c>')
                out.write(f'<row r="{i}">{"".join(cells)}</row>')
            out.write("</sheetData></worksheet>")
            out.flush()
            out.detach()
        with z.open(deflated("xl/sharedStrings.xml"), "w") as raw:
            raw.write(f'<?xml version="1.0"?><sst {MAIN}>'.encode())
            for s in strings:
                keep = ' xml:space="preserve"' if s != s.strip() else ""
                raw.write(f"<si><t{keep}>{escape(s)}</t></si>".encode())
            raw.write(b"</sst>")


def main():
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("out", type=pathlib.Path)
    args.add_argument("--boards", type=int, default=1400)
    args.add_argument("--rows", type=int, default=250, help="for each board")
    args.add_argument("--xlsx", action="store_true")
    a = args.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    rows = list(Sector(a.boards).rows(a.rows))
    write_csv(a.out / "usage.csv", rows)
    if a.xlsx:
        write_xlsx(a.out / "usage.xlsx", rows)
    print(f"{a.boards} boards, {len(rows)} applications in {a.out}")


if __name__ == "__main__":
    main()
