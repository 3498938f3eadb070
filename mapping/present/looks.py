"""Colours and textures of a drawn map; those of the screen, made for paper."""

from mapping.present.legend import NO_DATA, OUTSIDE, TOO_FEW

INK, FAINT, BORDER, SEA = "#1b2733", "#5b6875", "#334155", "#f4f6f8"
EDGE = "#7b8794"
GROUND, HATCH, PALE, RING, AMBER = "#e9edf1", "#8793a3", "#f0f2f5", "#d1242f", "#8a4b00"
KIND_COLOURS = ("#1b9e77", "#d95f02", "#7570b3", "#e7298a", "#66a61e", "#e6ab02", "#386cb0", "#a6761d")
REST_COLOURS = ("#9aa5b1", "#e3e6e8")
"""Lines of business that are named on a map of advice, the others together, and no advice; those of the screen."""
PATTERNS = (
    '<pattern id="arsir" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="9" height="9" fill="{GROUND}"/><rect width="2.4" height="9" fill="{HATCH}"/></pattern>'
    '<pattern id="sedikit" width="9" height="9" patternUnits="userSpaceOnUse">'
    f'<rect width="9" height="9" fill="{GROUND}"/><circle cx="4.5" cy="4.5" r="1.9" fill="{HATCH}"/></pattern>'
    '<pattern id="ragu1" width="12" height="12" patternUnits="userSpaceOnUse">'
    '<circle cx="6" cy="6" r="2.4" fill="#ffffff"/><circle cx="6" cy="6" r="1.5" fill="#1b2733"/></pattern>'
    '<pattern id="ragu2" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">'
    '<rect width="2.2" height="9" fill="#ffffff"/><rect x="2.2" width="1.6" height="9" fill="#1b2733"/></pattern>'
)
FILL_OF = {NO_DATA: "url(#arsir)", TOO_FEW: "url(#sedikit)", OUTSIDE: PALE}
