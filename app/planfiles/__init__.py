"""Tệp kế hoạch: a plan with all it names as one readable file (TOML or JSON), read, checked and written.

`trees` turns bytes into plain values, `shapes` compares them with the dataclasses of the domain, `limits` bounds them,
`references` finds duplicates and keys that nothing declares, `reading` puts the four together, `writing` goes back.
"""
