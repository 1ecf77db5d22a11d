"""Files to sheets of rows: what a file is by its content, guards before it is unpacked, workbooks, delimited text."""
