"""The screenshots of the manual (操作手册), made anew by `make manual`."""
