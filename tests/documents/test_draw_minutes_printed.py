"""Whoever holds nothing but the printed minutes recomputes the draw with `sha256sum` alone."""

from __future__ import annotations

import re
import subprocess

import pytest
from draw_papers import committed_draw, drawn_draw, paper_of
from forms.office import page_sizes
from programs import require_program

from app.documents.draw_minutes import render_minutes

UPRIGHT = (210, 297)
LONG_WAY = (
    "Kết quả giải đặc biệt, giải nhất và giải nhì của kỳ quay số mở thưởng xổ số kiến thiết tỉnh Bình Phước ngày "
    "19/8/2023, ghép liền theo thứ tự, do Sở Tài chính xác nhận; nếu kỳ đó không mở thưởng thì lấy kỳ liền sau"
)
CASES = {"as-agreed": {}, "long-words": {"way": LONG_WAY, "typed": "'$HOME' 4071293688501234567890 " * 4}}


def printed(content, folder):
    """The minutes as LibreOffice prints them."""
    (folder / "bien-ban.docx").write_bytes(content)
    subprocess.run(
        [require_program("soffice"), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(folder), str(folder / "bien-ban.docx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return folder / "bien-ban.pdf"


def lines_of(pdf):
    """The lines that stand on the pages, the numbers of the pages left aside."""
    text = subprocess.run(
        [require_program("pdftotext"), "-raw", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = [page.split("\n") for page in text.removesuffix("\f").split("\f")]
    return [line for number, page in enumerate(pages, 1) for line in page if line not in {"", str(number)}]


def between(lines, first, last):
    """The lines after the one that ends so, before the one that begins so."""
    start = next(place for place, line in enumerate(lines) if line.endswith(first)) + 1
    return lines[start : next(n for n in range(start, len(lines)) if lines[n].startswith(last))]


def sha256sum(text):
    done = subprocess.run([require_program("sha256sum")], input=text.encode(), check=True, capture_output=True)
    return done.stdout.decode().split()[0]


@pytest.fixture(scope="module", params=list(CASES))
def paper(request, founding, tmp_path_factory):
    """The draw, and the lines of its printed minutes."""
    draw = drawn_draw(founding, **CASES[request.param])
    return draw, printed(render_minutes(paper_of(founding, draw)), tmp_path_factory.mktemp("minutes"))


def frame_on(lines):
    """The list as it stands on the paper: code and name of each unit."""
    rows = [re.fullmatch(r"\d+ (\S+) (.+)", line) for line in between(lines, "STT Mã Đơn vị", "II. CAM KẾT")]
    return [row.groups() for row in rows if row is not None]


def commitment_on(lines):
    """What was committed to: one line of six that is too long for the sheet goes on in the next."""
    told = []
    for line in between(lines, "Dòng Nội dung", "Mã danh sách là"):
        numbered = re.fullmatch(r"([1-6]) (.+)", line)
        if numbered and int(numbered[1]) == len(told) + 1:
            told.append(numbered[2])
        else:
            told[-1] += f" {line}"
    return told


def seed_on(lines):
    """What is put between commitment and code: a seed too long for the sheet goes on in the next line."""
    told = "".join(between(lines, "III. DÃY SỐ CÔNG KHAI", "IV. KẾT QUẢ"))
    return told.rpartition("Dùng để tính")[2].replace(" ", "")


def tickets_on(lines):
    """Code, ticket and result of each unit, in the order of the paper."""
    found = " ".join(between(lines, "Vé (64 chữ số, 02 dòng) Kết quả", "V. CÁCH TỰ TÍNH LẠI"))
    return [
        (code, first + second, result)
        for code, first, second, result in re.findall(
            r"\d+ (\S+) [^\d]+? ([0-9a-f]{32}) ([0-9a-f]{32}) (Chọn|Dự phòng \d\d)", found
        )
    ]


def test_the_list_the_commitment_and_each_ticket_come_out_as_printed(paper):
    draw, pdf = paper
    lines = lines_of(pdf)
    frame = sha256sum("".join(f"{code}\t{name}\n" for code, name in frame_on(lines)))
    told = commitment_on(lines)
    assert told[3] == f"frame: {frame}"
    commitment = sha256sum("".join(f"{line}\n" for line in told))
    assert [line for line in lines if line.startswith("Mã cam kết")] == [f"Mã cam kết {commitment}"]
    seed = seed_on(lines)
    tickets = {code: sha256sum(f"{commitment}|{seed}|{code}") for code, _ in frame_on(lines)}
    count = int(told[4].removeprefix("count: "))
    order = sorted(tickets, key=tickets.__getitem__)
    assert tickets_on(lines) == [
        (code, tickets[code], "Chọn" if place < count else f"Dự phòng {place - count + 1:02d}")
        for place, code in enumerate(order)
    ]
    assert (len(order), tuple(order[:count])) == (10, draw.chosen)


def test_the_three_lines_of_shell_typed_off_the_paper_give_the_same_order(paper):
    draw, pdf = paper
    script = "\n".join(between(lines_of(pdf), "vé nhỏ nhất ở trên cùng.", "2. Ví dụ"))
    done = subprocess.run([require_program("sh")], input=script.encode(), check=True, capture_output=True, timeout=60)
    assert [tuple(line.split()) for line in done.stdout.decode().splitlines()] == [
        (ticket, code) for code, ticket in draw.tickets
    ]


def test_no_hash_is_broken_but_where_it_is_meant_to_be(paper):
    draw, pdf = paper
    lines = lines_of(pdf)
    whole = {draw.frame_sha256, draw.commitment, draw.tickets[0][1]}
    assert {digits for line in lines for digits in re.findall(r"\b[0-9a-f]{64}\b", line)} == whole
    halves = {half for line in lines for half in re.findall(r"\b[0-9a-f]{32}\b", line)}
    hashes = [*(ticket for _, ticket in draw.tickets), *(entry.hash for entry in draw.ledger)]
    assert halves == {half for own in hashes for half in (own[:32], own[32:])}


def test_the_minutes_take_five_upright_sheets(paper):
    _, pdf = paper
    assert page_sizes(pdf) == [UPRIGHT] * 5


def test_what_is_committed_to_is_the_same_before_the_seed_is_known(founding):
    assert committed_draw(founding).commitment == drawn_draw(founding).commitment
