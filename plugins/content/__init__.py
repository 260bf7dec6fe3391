"""Content: the whole folder read together, once: every file through its reader, every problem in one list.

`read.read_content` returns the editions, or raises `ContentError` with everything that is wrong;
`read.examine` returns both what was read and what is wrong with it.
"""
