from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plugins.images.pictures import render_picture
from tests.images.sample_pictures import encode, photograph, prepare_valid, write_file

if TYPE_CHECKING:
    from pathlib import Path


def test_picture_html_has_all_widths_and_dimensions(tmp_path: Path) -> None:
    picture = prepare_valid(write_file(tmp_path, "photo.jpg", encode(photograph(1000, 600))))
    html = render_picture(picture, "/ru/news/x/", 'Зал "122" & люди')
    named = re.sub(r"\.[0-9a-f]{8}\.", ".HASH.", html)
    assert named == (
        '<picture data-alt="Зал &quot;122&quot; &amp; люди">'
        '<source type="image/webp" srcset="/ru/news/x/photo-400.HASH.webp 400w,'
        ' /ru/news/x/photo-800.HASH.webp 800w, /ru/news/x/photo-1000.HASH.webp 1000w"'
        ' sizes="(min-width: 46rem) 44rem, 100vw">'
        '<img src="/ru/news/x/photo-800.HASH.jpg" srcset="/ru/news/x/photo-400.HASH.jpg 400w,'
        ' /ru/news/x/photo-800.HASH.jpg 800w, /ru/news/x/photo-1000.HASH.jpg 1000w"'
        ' sizes="(min-width: 46rem) 44rem, 100vw" width="1000" height="600"'
        ' alt="Зал &quot;122&quot; &amp; люди" loading="lazy" decoding="async"></picture>'
    )


def test_caption_makes_a_figure(tmp_path: Path) -> None:
    picture = prepare_valid(write_file(tmp_path, "photo.jpg", encode(photograph(100, 60))))
    html = render_picture(picture, "/x", "Зал", caption="Зал &lt;122&gt;")
    assert html.startswith('<figure><picture data-alt="Зал">')
    assert html.endswith("<figcaption>Зал &lt;122&gt;</figcaption></figure>")
