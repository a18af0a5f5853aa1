"""The core: values and rules in plain Python. No input or output, no clock, no library but the standard one."""
