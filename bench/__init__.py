"""Đo tốc độ: `python -m bench` prints one table of ratios, ours beside a limit or a peer, all measured in one run.

Rows: `papers` (D1 to D4), `emitting` (D5), `workbooks` (X1), `feeds` (F1, F2, F3, F5), `calendars` (F4), `starting`
(C1, C2), `growth` (G1), `query_plans` (G2). Each is a function from the setting of the run to the lines that it prints.
Peers write what we write: the same texts, cells and events, compared before anything is timed. Absolute times belong to
the machine of the day; only ratios of one run count.
"""
