// One map on the screen: its outlines, rings, labels and what it says under the pointer and by keyboard.
(function (peta) {
  "use strict";
  const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  function calm(map) {
    map._zoomAnimated = false;
    map.options.inertia = false;
    map.panBy = (by, how) => L.Map.prototype.panBy.call(map, by, Object.assign({}, how, { animate: false }));
  }

  function panes(map) {
    // Above the outlines and deaf to the mouse: reordering paths under the pointer would swallow clicks.
    map.createPane("garis").style.cssText = "z-index: 420; pointer-events: none";
    map.createPane("titipan").style.cssText = "z-index: 430; pointer-events: none";
    // What is drawn is told by the container's label, the polite line and the table beside the map.
    map.getPane("mapPane").setAttribute("aria-hidden", "true");
  }

  function button(map, sign, act) {
    const control = L.control({ position: "topright" });
    let link;
    control.onAdd = function () {
      const box = L.DomUtil.create("div", "leaflet-bar");
      link = L.DomUtil.create("a", "peta-home", box);
      link.href = "#";
      link.setAttribute("role", "button");
      link.textContent = sign;
      L.DomEvent.on(link, "click", (event) => { L.DomEvent.stop(event); act(); });
      return box;
    };
    control.addTo(map);
    return link;
  }

  peta.makeBoard = function (map, options, hooks) {
    const board = { map: map, canvas: options.canvas, areas: {}, paths: {}, shown: null, row: {}, labels: [], focus: "", level: "" };
    board.hooks = hooks;
    board.bounds = L.latLngBounds(options.bounds);
    // Leaflet focuses the map when the mouse goes down; the page must not scroll then, or the click lands elsewhere.
    const box = map.getContainer();
    box.focus = () => HTMLElement.prototype.focus.call(box, { preventScroll: true });
    box.setAttribute("role", "application");
    if (still()) { calm(map); }
    board.zoom = L.control.zoom({ position: "topright" }).addTo(map);
    board.home = button(map, "⤢", () => peta.fit(board, board.bounds));
    L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
    panes(map);
    const ring = (look) => L.polygon([], Object.assign({ fill: false, interactive: false, pane: "garis" }, look)).addTo(map);
    board.districts = L.geoJSON(null, { interactive: false, pane: "garis" }).addTo(map);
    board.picked = ring({ weight: 3.5 });
    board.pointed = ring({ weight: 2.5 });
    map.on("zoomend resize", () => settle(board));
    map.on("zoomend", () => board.level && board.districts.getLayers().length > MANY && peta.drawDistricts(board));
    byKeyboard(board);
    board.watch = new ResizeObserver(() => resized(board));
    board.watch.observe(box);
    return board;
  };

  // Takes a map off the screen; what waits to be done on it is not done any more.
  peta.dropBoard = function (board) {
    board.watch.disconnect();
    board.labels = [];
    const box = board.map.getContainer();
    board.map.remove();
    box.remove();
  };

  // Whole region, pushed to the top right when there is room to spare: the legend stands bottom left.
  peta.fit = function (board, bounds) {
    const map = board.map, size = map.getSize();
    map.fitBounds(bounds, { padding: [14, 14], animate: false });
    const box = L.latLngBounds(bounds);
    const top = map.latLngToContainerPoint(box.getNorthWest()).y;
    const right = size.x - map.latLngToContainerPoint(box.getSouthEast()).x;
    map.panBy([Math.min(0, 56 - right), Math.max(0, top - 18)], { animate: false });
    board.fitted = { center: map.getCenter(), zoom: map.getZoom(), bounds: bounds };
  };

  // The frame's size settles after the style sheet and changes with a second map: what was shown whole is shown whole
  // again; where the reader has moved, the place stays.
  function resized(board) {
    const map = board.map, fitted = board.fitted, seen = board.seen;
    map.invalidateSize({ animate: false });
    const size = map.getSize();
    if (!size.x || (seen && seen.equals(size))) { return; }
    board.seen = size;
    const whole = fitted && fitted.zoom === map.getZoom() && map.latLngToContainerPoint(fitted.center).distanceTo(size.divideBy(2)) < 3;
    if (whole && board.hooks.leads(board)) {
      peta.fit(board, fitted.bounds);
      board.hooks.floor(board);
    }
    if (!seen) { board.hooks.sized(board); }
  }

  // The areas of a level, made when first asked for; only one level is on the map.
  peta.useLevel = function (board, outlines, level) {
    if (board.level === level) { return; }
    if (board.areas[board.level]) { board.map.removeLayer(board.areas[board.level]); }
    board.level = level;
    if (!board.areas[level]) {
      board.paths[level] = {};
      const group = L.geoJSON(outlines[level], { onEachFeature: (feature, path) => listen(board, level, feature, path) });
      // Clicks reach the server by one road only (peta.js); the group would send them a second time.
      group.eachLayer((path) => path.removeEventParent(group));
      board.areas[level] = group;
    }
    board.areas[level].addTo(board.map);
  };

  function listen(board, level, feature, path) {
    const hooks = board.hooks;
    board.paths[level][feature.id] = path;
    path.toGeoJSON = () => ({ type: "Feature", id: feature.id, properties: { level: level, at: Date.now() }, geometry: null });
    path.bindTooltip("", { sticky: true, className: "peta-tip", direction: "auto", opacity: 1 });
    // The map's own keys reach the areas; a tooltip would make each of them a stop of the Tab key, without a name.
    path.on("add", () => { if (path.getElement && path.getElement()) { path.getElement().setAttribute("tabindex", "-1"); } });
    path.on("mouseover", () => hooks.point(feature.id));
    path.on("mouseout", () => hooks.point(""));
    path.on("click", () => hooks.click(path, feature.id, level));
  }

  peta.ringAround = function (board, ring, id, colour) {
    const path = (board.paths[board.level] || {})[id];
    ring.setStyle({ color: colour }).setLatLngs(path ? path.getLatLngs() : []);
  };

  const awake = (shown, i) => i !== undefined && (!shown.chosen || !!shown.chosen[i]);

  function styleOf(board, id) {
    const shown = board.shown, tone = peta.tone(), i = board.row[id];
    const base = { weight: 0.7, color: tone.line, opacity: 1, fillOpacity: 1 };
    if (i === undefined) { return Object.assign(base, { fillColor: tone.ground }); }
    if (!awake(shown, i)) { return Object.assign(base, { fillColor: tone.ground, fillOpacity: 0.45, opacity: 0.35 }); }
    const [texture, colour] = peta.look(shown, i);
    return Object.assign(base, { fillColor: peta.fillOf(texture, colour, board.canvas) });
  }

  peta.colourAreas = function (board) {
    const shown = board.shown;
    board.areas[board.level].eachLayer((path) => {
      const id = path.feature.id, i = board.row[id], on = awake(shown, i) || i === undefined;
      path.setStyle(styleOf(board, id));
      path.options.interactive = on;
      if (path.getElement && path.getElement()) { path.getElement().classList.toggle("leaflet-interactive", on); }
      path.setTooltipContent(peta.card(shown, i));
    });
    peta.drawDistricts(board);
  };

  const MANY = 100;

  // Hundreds of kecamatan on one screen are lines to sense, not to see, until the reader comes closer.
  peta.drawDistricts = function (board) {
    const crowded = board.districts.getLayers().length > MANY && board.map.getZoom() < board.firstZoom + 1.5;
    board.districts.setStyle({ fill: false, weight: board.level === "kecamatan" || crowded ? 0.8 : 1.6, opacity: 0.75, color: peta.tone().kecamatan });
  };

  // Kecamatan names, the largest first, so that they win where room is short.
  peta.drawLabels = function (board, outlines) {
    const shown = board.shown;
    board.labels.forEach((mark) => board.map.removeLayer(mark));
    const size = (place) => { const box = outlines.boxes[place]; return box ? (box[2] - box[0]) * (box[3] - box[1]) : 0; };
    const order = outlines.labels.map((_, place) => place).sort((a, b) => size(b) - size(a));
    board.labels = order.map((place) => L.marker([outlines.labels[place][1], outlines.labels[place][0]], {
      interactive: false,
      keyboard: false,
      icon: L.divIcon({ className: "peta-label", iconSize: null, html: "<span>" + (shown.kecamatan[place] || "") + "</span>" }),
    }).addTo(board.map));
    settle(board);
  };

  // Sizes can be measured only once style sheet and fonts are in use.
  function settle(board) {
    document.fonts.ready.then(() => requestAnimationFrame(() => setTimeout(() => placeLabels(board), 60)));
  }

  // A label that would touch one already placed waits for a closer zoom.
  function placeLabels(board) {
    const air = board.labels.length > MANY ? 14 : 2;
    const taken = [], frame = board.map.getContainer().getBoundingClientRect();
    const boxes = board.labels.map((mark) => mark.getElement() && mark.getElement().firstChild.getBoundingClientRect());
    boxes.forEach((at, i) => {
      if (!at) { return; }
      const out = at.right < frame.left || at.left > frame.right || at.bottom < frame.top || at.top > frame.bottom;
      const hit = out || taken.some((b) => at.left < b.right + air && at.right > b.left - air && at.top < b.bottom + air && at.bottom > b.top - air);
      if (!hit) { taken.push(at); }
      board.labels[i].getElement().style.visibility = hit ? "hidden" : "visible";
    });
  }

  // Titles of the buttons and the map's own name, in the language of the moment.
  peta.nameParts = function (board) {
    const name = (element, key) => {
      const text = peta.plain(peta.word(key));
      element.title = text;
      element.setAttribute("aria-label", text);
    };
    name(board.zoom._zoomInButton, "zoomIn");
    name(board.zoom._zoomOutButton, "zoomOut");
    name(board.home, "home");
    const shown = board.shown;
    board.map.getContainer().setAttribute("aria-label", peta.plain(
      peta.word("map", { title: shown.title, n: peta.count(shown.codes.length), what: peta.word(board.level) })));
  };

  function under(board, latlng) {
    const at = board.map.latLngToLayerPoint(latlng);
    let found = null;
    board.areas[board.level].eachLayer((path) => {
      if (!found && path.options.interactive && path.getBounds().contains(latlng) && path._containsPoint(at)) { found = path; }
    });
    return found;
  }

  // With the keyboard the middle of the map is the pointer: arrows move the map below it, Enter clicks.
  function byKeyboard(board) {
    const map = board.map, box = map.getContainer();
    let aimed = null, using = false;
    L.DomUtil.create("div", "peta-bidik", box).setAttribute("aria-hidden", "true");
    const leave = () => { if (aimed) { aimed.closeTooltip(); } aimed = null; board.hooks.point(""); };
    const aim = () => {
      if (!using || !board.level) { return; }
      leave();
      aimed = under(board, map.getCenter());
      if (aimed) { aimed.openTooltip(map.getCenter()); board.hooks.point(aimed.feature.id); }
    };
    const stop = () => { using = false; box.classList.remove("peta-dibidik"); leave(); };
    box.addEventListener("keydown", (event) => {
      if (event.target !== box) { return; }
      if (event.key === "Enter" && aimed) { aimed.fire("click", { latlng: map.getCenter() }); }
      if (event.key === "Escape") { stop(); return; }
      if (!using && event.key !== "Tab" && event.key !== "Shift") { using = true; box.classList.add("peta-dibidik"); aim(); }
    });
    box.addEventListener("blur", stop);
    box.addEventListener("mousedown", stop);
    map.on("moveend", aim);
  }
})(window.peta);
