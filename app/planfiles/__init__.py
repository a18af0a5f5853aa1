"""Tệp kế hoạch: a plan with all it names as one readable file (TOML or JSON), read, checked and written.

`trees` turns bytes into plain values (`toml_lines` tells their lines, `tables` reads the CSV tables of the seed),
`shapes` compares them with the dataclasses of the domain, `limits` bounds them, `references` finds duplicates and keys
that nothing declares, `reading` puts these together, `writing` goes back.
"""
