"""Bench: how fast the site is built, beside Hugo, stock Pelican and Pelican with its i18n plugin.

corpus      the words of a site of N articles in two languages, the same for every generator
formats     the same words in each generator's own files
peers       the generators: how each is installed, run and reset
rounds      the measuring: alternating rounds, so that a change in the machine's speed cancels
report      the tables
lighthouse  what a phone on a slow line gets, in Lighthouse's figures
feeds       all feeds of a large site, as a share of its build
cards       statistics cards, beside Pillow, CairoSVG, mkdocs-material and satori
"""
