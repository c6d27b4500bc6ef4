"""Kinds of files that are more than text in columns: workbooks, SPSS, Qualtrics, process logs."""
