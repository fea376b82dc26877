"""Ugly files: kinds, encodings, what Excel and WPS keep beside the text of a cell, and what is no workbook."""

import re
from datetime import date

from tests.sheets.book import Book, Fact, Formula, Rich, Sheet, Skip, Ugly, repacked
from tests.sheets.books_cells import CODED, coded
from tests.sheets.books_sheets import DUE, FAULTS, FOUND, HAZARD, hazard

OF = "formats and hidden things"
# A picture of 1 × 1.
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def books() -> list[Book]:
    """Return the books about files."""
    return [*_old(), *_texts(), *_beside(), *_none()]


def _old() -> list[Book]:
    def sheets() -> list[Sheet]:
        return [
            Sheet(
                HAZARD,
                [
                    [1, "石门镇", "示例企业1", "护栏缺失", Ugly("2026.6.1", FOUND, of="days"), Ugly("6月底前", {"due_on": DUE, "due_kind": "month_end"}, of="deadlines"), "整改中"],
                    [2, Ugly(None, "石门镇", of="merges"), "示例企业2", "通道堵塞", Ugly(FOUND, FOUND), DUE, "已整改"],
                    [3, "永安镇", "示例企业3", "电线裸露", Ugly(46174, FOUND, of="days"), DUE, "已销号"],
                    Skip("total", ["合计", None, None, "3条"]),
                ],
                name="台账",
                above=["2026年石门镇隐患台账", "截止日期：2026年6月20日"],
                merges=["B4:B5"],
                hidden_rows=[6],
                as_of=date(2026, 6, 20),
                facts=[Fact("as_of", OF), Fact("header_rows", OF), Fact("hidden", OF, "hidden_lines")],
            ),
            Sheet(HAZARD, [hazard(1)], name="底稿", state="hidden", is_taken=False, facts=[Fact("hidden", OF, "sheet_hidden")]),
        ]  # fmt: skip

    return [
        Book("formats_old.xls", "A workbook of Excel 97 with merges, hidden rows and a hidden sheet.", OF, sheets()),
        Book("formats_wps.et", "The same bytes under the name that WPS gives.", OF, sheets()),
    ]


def _texts() -> list[Book]:
    columns = (*CODED, ("联系电话", None), ("经度", "longitude"), ("纬度", "latitude"))

    def sheet(name: str) -> list[Sheet]:
        rows = [
            ["0001", "石门镇", "示例企业1", Ugly("护栏缺失，\n且无标识", "护栏缺失，\n且无标识"), Ugly("2026/6/1", FOUND), Ugly("2026-06-30", {"due_on": DUE, "due_kind": "date"}),
             "整改中", "13800138000", Ugly("105.61", 105.61), Ugly("30.41", 30.41)],
            ["0002", Ugly("青岩乡 ", "青岩土家族乡"), "示例企业2", "通道堵塞", Ugly("2026.1", None, "date_ambiguous"), Ugly("2026.1", {"due_on": None, "due_kind": "ambiguous"}, "date_ambiguous"),
             "已整改", "1.38E+10", None, None],
            ["0003", "永安镇", "示例企业3", "电线裸露", Ugly("6.5", None, "date_ambiguous"), Ugly("2026.12", {"due_on": date(2026, 12, 31), "due_kind": "month_end"}),
             "已销号", '="13800138000"', None, None],
            [Ugly('="0004"', "0004"), "永安镇", "示例企业4", "灭火器过期", Ugly("2026年6月1日", FOUND), Ugly("6月底前", {"due_on": DUE, "due_kind": "month_end"}), "整改中", None, None, None],
            [Ugly("\t0005", "0005"), "永安镇", "示例企业5", "支护不到位", Ugly("20260601", FOUND), Ugly("46203", {"due_on": DUE, "due_kind": "date"}), "整改中", None, None, None],
            [Ugly("'0006", "0006"), "永安镇", "示例企业6", "未设警示标志", Ugly("46174", FOUND), Ugly("长期坚持", {"due_on": None, "due_kind": "continuous"}), "整改中", None, None, None],
        ]  # fmt: skip
        return [
            Sheet(
                columns,
                rows,
                name=name,
                above=["隐患台账,截止日期：2026年6月20日"],
                as_of=date(2026, 6, 20),
                facts=[Fact("as_of", OF), Fact("ledger", OF)],
            )
        ]

    return [
        Book("formats_gbk.csv", "Text in GBK with commas, quotes and line breaks.", OF, sheet("formats_gbk")),
        Book("formats_bom.csv", "Text in UTF-8 with the mark of its encoding.", OF, sheet("formats_bom")),
        Book("formats_tabs.csv", "Text in UTF-8 with tabs.", OF, sheet("formats_tabs")),
    ]


def _beside() -> list[Book]:
    columns = (*CODED, ("整改资金（万元）", "fund_wan"), ("整改前照片", None))
    formulas = [
        [*coded(1, due=Ugly(Formula("=E2+29", 46203), {"due_on": DUE, "due_kind": "date"})), Ugly(Formula("=1+2", 3), 3), None],
        [*coded(2, due=Ugly(Formula("=E3+29"), {"due_on": None, "due_kind": None}, "formula_unread")), Ugly(Formula("=SUM(H2)"), None, "formula_unread"), None],
        [*coded(3, status=Ugly(Formula('=IF(1,"已整改","")', "已整改"), "pending_check")), Ugly(Formula("=1/0", "#DIV/0!"), None, "cell_error"), None],
        [*coded(4, found=Ugly(Formula("=VLOOKUP(A5,X:Y,2)", "#N/A"), None, "cell_error")), Ugly(Formula('=""', ""), None), None],
        [f"A-{5}", "石门镇", "示例企业5", Ugly(Formula("=Z5"), None, "formula_unread", waits=True), FOUND, DUE, "整改中", 1, None],
    ]  # fmt: skip
    rich = [
        [
            *coded(1)[:3],
            Ugly(Rich(("护栏", "缺失", "，须立即处理")), "护栏缺失，须立即处理"),
            FOUND,
            DUE,
            Ugly(Rich(("已", "整改")), "pending_check"),
            1,
            None,
        ],
        [
            *coded(2)[:3],
            Ugly(Rich(("通道", "堵塞")), "通道堵塞"),
            Ugly(Rich(("2026.", "6.1")), FOUND),
            DUE,
            "整改中",
            Ugly(Rich(("3万", "元")), 3),
            None,
        ],
    ]
    remarks = [
        [*coded(1, status=Ugly("整改中", "in_progress", "comment_unread", comment="6月10日：已联系厂家，等配件")), 1, None],
        [
            *coded(2, due=Ugly(DUE, {"due_on": DUE, "due_kind": "date"}, "comment_unread", comment="县领导要求提前到6月25日")),
            2,
            None,
        ],
        [*coded(3), 3, None],
    ]
    coloured = [[*coded(n), n, None] for n in range(1, 8)]
    for place in (1, 4):
        coloured[place][2] = Ugly(coloured[place][2], coloured[place][2], fill="#FF0000")
    striped = [[*coded(n), n, None] for n in range(1, 7)]
    for place in (0, 2, 4):
        striped[place][2] = Ugly(striped[place][2], striped[place][2], fill="#DDEBF7")
    pictures = [
        [*coded(1), 1, Ugly(Formula('=_xlfn.DISPIMG("ID_11111111111111111111111111111111",1)', '=DISPIMG("ID_11111111111111111111111111111111",1)'))],
        [*coded(2), 2, Ugly(Formula("=A1", "#VALUE!"))],
        [*coded(3, status=Ugly(Formula('=_xlfn.DISPIMG("ID_22222222222222222222222222222222",1)', '=DISPIMG("ID_22222222222222222222222222222222",1)'), None, "cell_picture")), 3, None],
    ]  # fmt: skip
    inline = [
        [*coded(1, found=Ugly("2026.6.1", FOUND)), 1, None],
        [*coded(2, due=Ugly("6月底前", {"due_on": DUE, "due_kind": "month_end"})), Ugly("3万元", 3), None],
    ]
    typed = (("隐患编号", "hazard_code"), *HAZARD[1:], ("整改资金（万元）", "fund_wan"))
    mixed = [
        [Ugly(17, "17"), "石门镇", "示例企业1", "护栏缺失", Ugly("46174", FOUND), Ugly(46203, {"due_on": DUE, "due_kind": "date"}), "整改中", Ugly("12.5", 12.5)],
        [Ugly("0018", "0018"), "石门镇", Ugly(1001, "1001"), "通道堵塞", Ugly(46174, FOUND), Ugly("46203", {"due_on": DUE, "due_kind": "date"}), "整改中", Ugly("１２．５", 12.5)],
        [Ugly(" A 19 ", "A19"), "石门镇", "示例企业3", Ugly(404, "404"), Ugly("2026.6.1", FOUND), DUE, "整改中", Ugly(" 1,200 ", 1200)],
    ]  # fmt: skip
    return [
        Book("formats_formulas.xlsx", "Formulas with their values, without them, and with errors for values.", OF, [Sheet(columns, formulas, above=["2026年"])], after=_with_empty_text),
        Book("formats_rich_text.xlsx", "Cells whose text has parts in bold and in red, and one with readings above its characters.", OF, [Sheet(columns, rich)], after=_with_phonetic),
        Book("formats_comments.xlsx", "What matters was written into comments.", OF, [Sheet(columns, remarks)]),
        Book("formats_colours.xlsx", "Red cells mean overdue, and only the office knows.", OF, [Sheet(columns, coloured, facts=[Fact("colours", OF, "colours_unread")])]),
        Book("formats_stripes.xlsx", "Every second row is light blue, which means nothing.", OF, [Sheet(columns, striped)]),
        Book("formats_wps_pictures.xlsx", "Pictures inside cells as WPS is documented to keep them (xl/cellimages.xml), and as Excel shows them elsewhere.", OF, [Sheet(columns, pictures)], after=_with_pictures),
        Book("formats_inline.xlsx", "Texts inside the sheet instead of a table of texts, as some programs write them.", OF, [Sheet(columns, inline, above=["2026年台账"])], after=_inlined),
        Book("formats_types.xlsx", "Numbers kept as text and texts kept as numbers.", OF, [Sheet(typed, mixed)]),
    ]  # fmt: skip


def _with_phonetic(content: bytes) -> bytes:
    """Add readings above the characters, which are no part of the text."""

    def change(text: str) -> str:
        return text.replace("<t>示例企业1</t>", '<t>示例企业1</t><rPh sb="0" eb="2"><t>しれい</t></rPh><phoneticPr fontId="1"/>')

    return repacked(content, {"xl/sharedStrings.xml": change})


def _with_empty_text(content: bytes) -> bytes:
    """Mark the formula whose value is a text of no characters as Excel does; without the mark it has no value."""

    def change(text: str) -> str:
        return re.sub(r'(<c r="\w+")(><f>""</f><v></v></c>)', r'\1 t="str"\2', text)

    return repacked(content, {"xl/worksheets/sheet1.xml": change})


def _inlined(content: bytes) -> bytes:
    """Write every shared text into its cell."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        shared = re.findall(r"<si>(.*?)</si>", package.read("xl/sharedStrings.xml").decode(), re.DOTALL)

    def change(text: str) -> str:
        return re.sub(
            r'<c r="(\w+)" t="s"><v>(\d+)</v></c>',
            lambda found: f'<c r="{found[1]}" t="inlineStr"><is>{shared[int(found[2])]}</is></c>',
            text,
        )

    return repacked(content, {"xl/worksheets/sheet1.xml": change})


def _with_pictures(content: bytes) -> bytes:
    """Add the part in which WPS keeps pictures of cells, and its links."""
    ids = ("1" * 32, "2" * 32)
    picture = (
        '<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{n}" name="ID_{name}"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/>'
        '<a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic></etc:cellImage>'
    )
    images = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<etc:cellImages xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData">'
        + "".join(picture.format(n=n, name=name) for n, name in enumerate(ids, 1))
        + "</etc:cellImages>"
    )
    links = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image1.png"/></Relationships>'
    )

    def link(text: str) -> str:
        new = '<Relationship Id="rId99" Type="http://www.wps.cn/officeDocument/2020/cellImage" Target="cellimages.xml"/></Relationships>'
        return text.replace("</Relationships>", new)

    def kinds(text: str) -> str:
        new = '<Default Extension="png" ContentType="image/png"/><Override PartName="/xl/cellimages.xml" ContentType="application/vnd.wps-officedocument.cellimage+xml"/></Types>'
        return text.replace("</Types>", new)

    added = {"xl/cellimages.xml": images.encode(), "xl/_rels/cellimages.xml.rels": links.encode(), "xl/media/image1.png": _PNG}
    return repacked(content, {"xl/_rels/workbook.xml.rels": link, "[Content_Types].xml": kinds}, added)


def _none() -> list[Book]:
    ole = bytes.fromhex("d0cf11e0a1b11ae1")
    locked = ole + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    return [
        Book("refused_locked.xlsx", "A workbook with a password (an encrypted package inside an old container).", OF, [], content=locked, refusal="file_locked"),
        Book("refused_broken.xlsx", "A workbook whose download broke off.", OF, [], content=b"PK\x03\x04" + FAULTS[0].encode() * 20, refusal="file_unreadable"),
        Book("refused_empty.xlsx", "A file of nothing.", OF, [], content=b"", refusal="file_empty"),
        Book("refused_damaged.xls", "An old workbook of which only the beginning is left.", OF, [], content=ole + bytes(2048), refusal="file_unreadable"),
    ]  # fmt: skip
