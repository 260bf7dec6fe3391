"""Content: the whole folder read together, once: every file through its reader, every problem in one list.

    read_content        the editions, or `ContentError` with everything that is wrong
"""
