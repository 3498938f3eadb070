// A few kelurahan in colour with their numbers, all of them in view; the others pale and deaf.
(function (peta) {
  "use strict";

  peta.drawMarks = function (board, marked) {
    const tone = peta.tone(), found = L.latLngBounds([]), map = board.map;
    (board.badges || []).forEach((badge) => map.removeLayer(badge));
    board.badges = [];
    board.areas.kelurahan.eachLayer((path) => {
      const i = marked.codes.indexOf(path.feature.id);
      path.setStyle({ weight: i < 0 ? 0.7 : 2.5, color: i < 0 ? tone.line : tone.chosen, fillColor: i < 0 ? tone.ground : tone.chosen, fillOpacity: i < 0 ? 1 : 0.3 });
      path.unbindTooltip();
      if (i < 0) { return; }
      path.bringToFront();
      path.bindTooltip("<strong>" + marked.names[i] + "</strong>", { sticky: true, className: "peta-tip" });
      found.extend(path.getBounds());
      board.badges.push(L.marker(path.getBounds().getCenter(), {
        interactive: false,
        keyboard: false,
        icon: L.divIcon({ className: "peta-nomor", iconSize: null, html: "<span>" + (i + 1) + "</span>" }),
      }).addTo(map));
    });
    if (found.isValid()) { map.fitBounds(marked.codes.length > 1 ? found : found.pad(0.7), { padding: [28, 28], maxZoom: board.firstZoom + 4, animate: false }); }
  };
})(window.peta);
