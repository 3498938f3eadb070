// Colours and textures. One small picture a texture serves the outlines (SVG or canvas) and the legend alike.
(function (peta) {
  "use strict";
  const LIGHT = { line: "#7b8794", kecamatan: "#334155", hatch: "#8793a3", ground: "#e9edf1", chosen: "#d1242f" };
  const DARK = { line: "#0b1220", kecamatan: "#e2e8f0", hatch: "#7c8a9c", ground: "#2a3441", chosen: "#ff6b6b" };
  const SIDE = 8, FINE = 3;
  let tone = LIGHT, drawn = {}, defs = null;

  peta.tone = () => tone;

  peta.dress = function (dark) {
    document.body.classList.toggle("peta-gelap", !!dark);
    if (tone === (dark ? DARK : LIGHT)) { return; }
    tone = dark ? DARK : LIGHT;
    drawn = {};
    if (defs) { defs.textContent = ""; }
  };

  function luminance(colour) {
    const part = (i) => Math.pow(parseInt(colour.slice(i, i + 2), 16) / 255, 2.2);
    return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
  }

  // Stripes from corner to corner join up with those of the next tile.
  function stripes(pen, width, rising) {
    pen.lineWidth = width;
    for (let from = -SIDE; from <= SIDE; from += SIDE) {
      pen.beginPath();
      pen.moveTo(from - 1, rising ? SIDE + 1 : -1);
      pen.lineTo(from + SIDE + 1, rising ? -1 : SIDE + 1);
      pen.stroke();
    }
  }

  function dots(pen, radius, spots) {
    spots.forEach(([x, y]) => { pen.beginPath(); pen.arc(x, y, radius, 0, 7); pen.fill(); });
  }

  const TEXTURES = {
    arsir: (pen) => stripes(pen, 1.7, true),
    sedikit: (pen) => dots(pen, 1.2, [[2, 2], [6, 6]]),
    cukup: (pen) => dots(pen, 0.9, [[2, 2], [6, 6]]),
    ragu: (pen) => stripes(pen, 1, false),
  };

  // A texture over a colour, drawn once: {name, picture (canvas), address (data:)}.
  function tile(texture, colour) {
    const plain = texture === "arsir" || texture === "sedikit";
    const name = plain ? "peta-" + texture : "peta-" + texture + "-" + colour.slice(1);
    if (drawn[name]) { return drawn[name]; }
    const picture = document.createElement("canvas");
    picture.width = picture.height = SIDE * FINE;
    const pen = picture.getContext("2d");
    pen.scale(FINE, FINE);
    pen.fillStyle = plain ? tone.ground : colour;
    pen.fillRect(0, 0, SIDE, SIDE);
    pen.strokeStyle = pen.fillStyle = plain ? tone.hatch : luminance(colour) > 0.3 ? "rgba(17,24,31,.5)" : "rgba(255,255,255,.66)";
    TEXTURES[texture](pen);
    drawn[name] = { name: name, picture: picture, address: picture.toDataURL() };
    return drawn[name];
  }

  function define(made) {
    const space = "http://www.w3.org/2000/svg";
    if (!defs) {
      const svg = document.createElementNS(space, "svg");
      svg.setAttribute("class", "peta-corak");
      svg.setAttribute("aria-hidden", "true");
      defs = svg.appendChild(document.createElementNS(space, "defs"));
      document.body.appendChild(svg);
    }
    if (!document.getElementById(made.name)) {
      const pattern = document.createElementNS(space, "pattern"), image = document.createElementNS(space, "image");
      const set = (element, values) => Object.keys(values).forEach((key) => element.setAttribute(key, values[key]));
      set(pattern, { id: made.name, width: SIDE, height: SIDE, patternUnits: "userSpaceOnUse" });
      set(image, { href: made.address, width: SIDE, height: SIDE });
      pattern.appendChild(image);
      defs.appendChild(pattern);
    }
    return "url(#" + made.name + ")";
  }

  // What Leaflet takes as a fill: an SVG reference, or a canvas pattern (Leaflet hands a fill to its pen as it is).
  peta.fillOf = function (texture, colour, canvas) {
    if (!texture) { return colour; }
    const made = tile(texture, colour);
    if (!canvas) { return define(made); }
    if (!made.pattern) {
      made.pattern = made.picture.getContext("2d").createPattern(made.picture, "repeat");
      made.pattern.setTransform(new DOMMatrix().scale(1 / FINE));
    }
    return made.pattern;
  };

  // The same for a swatch of the legend, as a style.
  peta.swatch = (texture, colour) => (texture
    ? "background:url(" + tile(texture, colour).address + ") 0 0/" + SIDE + "px"
    : "background:" + colour);

  // Texture and colour of row i.
  peta.look = function (shown, i) {
    if (shown.states[i] === peta.SUPPRESSED) { return ["sedikit", ""]; }
    if (shown.states[i] !== peta.KNOWN) { return ["arsir", ""]; }
    return [["", "cukup", "ragu"][shown.doubt ? shown.doubt[i] : 0], shown.colours[shown.classes[i]]];
  };
})(window.peta);
