"""Pictures: a photograph in a bundle becomes the files that screens need, and the markup that offers them.

    prepare.prepare_picture(file, path, line, cache)  ->  Prepared, or the Problem to tell
    markup.picture_html(prepared, folder, alt)        ->  <picture> with widths, sizes and a fallback

The original is never published: what is published is drawn anew, without its metadata, and cached by content.
"""
