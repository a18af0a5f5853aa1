"""Chọn ngẫu nhiên đơn vị cấp xã: frames, commitments, tickets, draws and sealed checks, as pure functions."""
