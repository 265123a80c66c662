"""One page of PDF 1.4 with text and rules, by the fourteen fonts that every reader has.

Sizes and positions are in points (1/72 inch), `y` from the top edge of the paper: the file format
counts from the bottom, people do not.
"""

from io import BytesIO

A4 = (595, 842)
FONTS = {"serif": "Times-Roman", "sans": "Helvetica", "bold": "Helvetica-Bold"}

# How wide characters of Helvetica are, in thousandths of the size (Adobe's font metrics).
WIDTHS = {
    character: width
    for width, characters in {
        191: "'",
        222: "ijl",
        278: " !,./:;I[\\]ft\u00b7",
        333: "()-`r",
        500: "Jckszvxy",
        556: "0123456789?Labdeghnopqu_\u20ac\u00e4\u00e9\u00f6\u00fc",
        584: "+<=>\u00d7",
        611: "FTZ",
        667: "ABEKPSVXY&",
        722: "CDHNRUw",
        778: "GOQ",
        833: "Mm",
        889: "%",
        944: "W",
    }.items()
    for character in characters
}


class Pdf:
    def __init__(self, title: str) -> None:
        self._title = title
        self._drawn: list[bytes] = []

    def text(self, x: float, y: float, words: str, *, font: str = "sans", size: float = 10) -> None:
        name = f"/{font}".encode()
        at = f"{x:.2f} {A4[1] - y:.2f}".encode()
        self._drawn.append(b"BT %b %g Tf %b Td (%b) Tj ET" % (name, size, at, _string(words)))

    def text_to(self, x: float, y: float, words: str, *, size: float = 10) -> None:
        """Ends at `x`; only in Helvetica, whose widths we know."""
        width = sum(WIDTHS.get(character, 556) for character in words) * size / 1000
        self.text(x - width, y, words, size=size)

    def rule(self, x: float, y: float, to: float) -> None:
        self._drawn.append(f"0.5 w {x:g} {A4[1] - y:g} m {to:g} {A4[1] - y:g} l S".encode())

    def finish(self) -> bytes:
        """The file: its objects, the table of where each begins, and where that table is."""
        content = b"\n".join(self._drawn)
        fonts = b" ".join(
            b"/%b << /Type /Font /Subtype /Type1 /BaseFont /%b /Encoding /WinAnsiEncoding >>"
            % (key.encode(), name.encode())
            for key, name in FONTS.items()
        )
        objects = (
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R"
            b" /Resources << /Font << %b >> >> >>" % (*A4, fonts),
            b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
            b"<< /Title (%b) /Producer (Solvane) >>" % _string(self._title),
        )
        out = BytesIO()
        out.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")  # bytes above 127: not to be taken for text
        offsets = []
        for number, body in enumerate(objects, 1):
            offsets.append(out.tell())
            out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        table = out.tell()
        out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
        out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
        out.write(
            b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n"
            % (len(objects) + 1, table)
        )
        return out.getvalue()


def _string(words: str) -> bytes:
    """As the fonts' encoding has it; what it has not becomes a question mark."""
    encoded = words.encode("cp1252", errors="replace")
    for special in (b"\\", b"(", b")"):
        encoded = encoded.replace(special, b"\\" + special)
    return encoded.replace(b"\r", b" ").replace(b"\n", b" ")
