"""Kế hoạch kiểm tra: draws up, checks, emits and serves a province's yearly inspection plan."""
