"""Đề xuất lịch: schedules searched for by OR-Tools and by a seeded local search; values in, values out."""
