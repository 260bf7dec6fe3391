"""Statistics cards: figures as pictures, three sizes, day and night, every language; drawn by Pillow alone.

    poster_of(card, kicker, site, words), title_poster(…)   poster.py: what a card says, to the last word
    read_palettes(palette_css)                              palette.py: the site's colours
    card_name(poster, size, theme, png_palette(tokens))     key.py: a picture's name, known before it is drawn
    draw_cards(orders, palettes, shelf, progress)           shelf.py: draws what is missing, removes the rest
    draw_card(poster, size, palette)                        draw.py: one picture as bytes
    contact_sheet(orders, palettes, pictures)               sheet.py: all of them on one page for editors

The way of a card: `Figure`s -> `Poster` (words) -> `Scene` (geometry) -> canvas of palette indices -> PNG.
"""
