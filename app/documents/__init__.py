"""Văn bản Word: values in, the bytes of a .docx out.

The layout of Nghị định 30/2020/NĐ-CP stands here once, for every kind of document.

How a document is made
    paper = Paper(draft_line="Dự thảo · … · 1a2b3c4d")      # None when issued
    paper.add(letterhead(head), title("QUYẾT ĐỊNH", "…"))   # blocks, in order
    paper.start_part(Orientation.LANDSCAPE)                 # the next sheet: its pages count from 1 again
    paper.add(table(columns, header=…, rows=…))
    content = paper.to_bytes(changed_on=day, title="…")     # equal input, equal bytes

Where the blocks are
    page        Paper, Orientation, Block
    letterhead  Letterhead, letterhead, number_line, date_line
    layout      title, appendix_title, issuer, legal_basis, operative_formula, addressees, article, section_heading,
                clause_heading, paragraph, centred, guidance, fill_in, end_mark, page_break;
                PORTRAIT_MM and LANDSCAPE_MM, the room between the margins
    tables      table, Column, Cell
    signatures  Signer, signature, signatures, recipient_list
    text        the marks inside a text (*nghiêng*, **đậm**, line break); plain, for a text without marks; BLANK

Below them: styles (every font, size and space), metrics (how wide a text is), package (the file).
"""
