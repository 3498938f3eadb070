// Someone's own layers: fetched once, drawn above the outlines on every map, deaf to the mouse.
(function (peta) {
  "use strict";
  const known = {};

  const colourOf = (one, feature) => {
    const k = feature && feature.properties ? feature.properties.k : undefined;
    return Number.isInteger(k) && one.colours[k] ? one.colours[k] : one.colour;
  };

  function draw(one, map) {
    return L.geoJSON(one.data, {
      interactive: false,
      pane: "titipan",
      style: (feature) => (/Point/.test((feature.geometry || {}).type)
        ? { radius: 4.5, weight: 1.2, color: "#ffffff", fillColor: colourOf(one, feature), fillOpacity: 1, opacity: 1 }
        : { color: colourOf(one, feature), weight: 2, opacity: 0.95, fillColor: colourOf(one, feature), fillOpacity: 0.28 }),
      pointToLayer: (feature, at) => L.circleMarker(at, { pane: "titipan", interactive: false }),
    }).addTo(map);
  }

  // The layers of this painting, each as it is known from before; `changed` is called when one has arrived.
  peta.overlaysOf = function (list, changed) {
    return (list || []).map((told) => {
      const one = known[told.url] || (known[told.url] = { hidden: false, data: null, failed: false });
      Object.assign(one, told);
      if (!one.asked) {
        one.asked = true;
        peta.fetchJson(told.url).then((data) => { one.data = data; changed(); }).catch(() => { one.failed = true; one.asked = false; changed(); });
      }
      return one;
    });
  };

  peta.drawOverlays = function (board, layers) {
    const sight = JSON.stringify(layers.map((one) => [one.url, one.hidden, !!one.data, one.colour, one.colours]));
    if (sight === board.sight) { return; }
    board.sight = sight;
    (board.overlays || []).forEach((layer) => board.map.removeLayer(layer));
    board.overlays = layers.filter((one) => one.data && !one.hidden).map((one) => draw(one, board.map));
  };
})(window.peta);
