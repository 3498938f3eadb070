"""Text for Streamlit's markdown: names are shown as written, whatever they contain."""

from __future__ import annotations


def plain(text: object) -> str:
    r"""Text that markdown shows as written: no links, images, HTML, colours, formulas or headings.

    Every ASCII sign that markdown or Streamlit could read as an instruction becomes its numeric entity.

    Examples
    --------
    >>> plain("![](http://x.id/a.png)")
    '&#33;&#91;&#93;&#40;http&#58;&#47;&#47;x&#46;id&#47;a&#46;png&#41;'
    >>> plain("Kalirungkut"), plain("kue_basah")
    ('Kalirungkut', 'kue&#95;basah')
    """
    flat = " ".join(str(text).split())
    safe = (sign.isalnum() or sign == " " or not sign.isascii() for sign in flat)
    return "".join(sign if kept else f"&#{ord(sign)};" for sign, kept in zip(flat, safe, strict=True))
