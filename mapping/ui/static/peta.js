// The map in the browser. `open` is called once per region and fetches the outlines; `paint` is called
// whenever sector, criterion or selection change. All texts arrive escaped (mapping/present/maps.py).
window.peta = (function () {
  "use strict";
  const KNOWN = 0, UNKNOWN = 1, SUPPRESSED = 2;
  const LIGHT = { line: "#7b8794", kecamatan: "#334155", hatch: "#8793a3", ground: "#e9edf1", few: "#d3d9df", chosen: "#d1242f" };
  const DARK = { line: "#0b1220", kecamatan: "#e2e8f0", hatch: "#7c8a9c", ground: "#2a3441", few: "#465365", chosen: "#ff6b6b" };
  let map, layer, districts, pointed, picked, legend, shown = null, row = {}, labels = [], firstZoom = 0, canvas = false;
  let marked = null, badges = [];

  const colours = () => ((shown || marked || {}).dark ? DARK : LIGHT);

  function open(newMap, options) {
    map = newMap;
    canvas = options.canvas;
    // Leaflet focuses the map when the mouse goes down; the page must not scroll then, or the click lands elsewhere.
    const box = map.getContainer();
    box.focus = () => HTMLElement.prototype.focus.call(box, { preventScroll: true });
    L.control.zoom({ position: "topright", zoomInTitle: "Perbesar", zoomOutTitle: "Perkecil" }).addTo(map);
    L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
    map.options.wilayah = L.latLngBounds(options.bounds);
    if (options.font) { document.fonts.add(new FontFace("Peta", "url(" + options.font + ")", { weight: "200 900" })); }
    fit(options.bounds);
    firstZoom = map.getZoom();
    map.setMinZoom(firstZoom - 1.5);
    homeButton(options.bounds);
    layer = L.geoJSON(null, { style: style, onEachFeature: listen }).addTo(map);
    // Above the outlines and deaf to the mouse: reordering paths under the pointer would swallow clicks.
    map.createPane("garis").style.cssText = "z-index: 420; pointer-events: none";
    districts = L.geoJSON(null, { interactive: false, pane: "garis", style: districtStyle }).addTo(map);
    picked = ring({ weight: 3.5 });
    pointed = ring({ weight: 2.5 });
    map.on("zoomend resize", settle);
    say("Memuat batas wilayah…");
    fetch(options.url, { credentials: "same-origin" })
      .then((answer) => { if (!answer.ok) { throw new Error(answer.status); } return answer.json(); })
      .then(fill)
      .catch(() => say("Batas wilayah tidak dapat dimuat. Muat ulang halaman ini."));
    return layer;
  }

  // Whole region, pushed to the top right when there is room to spare: the legend stands bottom left.
  function fit(bounds) {
    map.fitBounds(bounds, { padding: [14, 14], animate: false });
    const box = L.latLngBounds(bounds), size = map.getSize();
    const top = map.latLngToContainerPoint(box.getNorthWest()).y;
    const right = size.x - map.latLngToContainerPoint(box.getSouthEast()).x;
    map.panBy([Math.min(0, 56 - right), Math.max(0, top - 18)], { animate: false });
  }

  const ring = (look) => L.polygon([], Object.assign({ fill: false, interactive: false, pane: "garis" }, look)).addTo(map);

  function homeButton(bounds) {
    const control = L.control({ position: "topright" });
    control.onAdd = function () {
      const box = L.DomUtil.create("div", "leaflet-bar");
      const link = L.DomUtil.create("a", "peta-home", box);
      link.href = "#";
      link.title = "Tampilkan seluruh wilayah";
      link.setAttribute("role", "button");
      link.setAttribute("aria-label", link.title);
      link.textContent = "⤢";
      L.DomEvent.on(link, "click", (event) => { L.DomEvent.stop(event); fit(bounds); });
      return box;
    };
    control.addTo(map);
  }

  function say(text) {
    let box = document.getElementById("peta-pesan");
    if (!box) {
      box = L.DomUtil.create("div", "peta-pesan", map.getContainer());
      box.id = "peta-pesan";
    }
    box.textContent = text;
    box.style.display = text ? "block" : "none";
  }

  function fill(outlines) {
    layer.addData(outlines.kelurahan);
    districts.addData(outlines.kecamatan);
    labels = outlines.labels.map((at, place) => ({ at: at, place: place, mark: null }));
    say("");
    repaint();
    drawMarks();
  }

  function listen(feature, path) {
    // Only the code goes back to the server with a click, not the outline.
    path.toGeoJSON = () => ({ type: "Feature", id: feature.id, properties: {}, geometry: null });
    path.bindTooltip("", { sticky: true, className: "peta-tip", direction: "auto", opacity: 1 });
    path.on("mouseover", () => pointed.setStyle({ color: colours().kecamatan }).setLatLngs(path.getLatLngs()));
    path.on("mouseout", () => pointed.setLatLngs([]));
  }

  function classOf(value) {
    if (shown.labels) { return value; }
    const breaks = shown.breaks, step = breaks[1] - breaks[0];
    return Math.max(0, Math.min(shown.colours.length - 1, Math.floor((value - breaks[0]) / step)));
  }

  function style(feature) {
    const tone = colours(), base = { weight: 0.7, color: tone.line, opacity: 1, fillOpacity: 1 };
    const i = shown ? row[feature.id] : undefined;
    if (i === undefined) { return Object.assign(base, { fillColor: tone.ground }); }
    if (shown.states[i] === KNOWN) { base.fillColor = shown.colours[classOf(shown.values[i])]; }
    if (shown.states[i] === SUPPRESSED) { base.fillColor = canvas ? tone.few : "url(#peta-sedikit)"; }
    if (shown.states[i] === UNKNOWN) { base.fillColor = canvas ? tone.ground : "url(#peta-arsir)"; }
    return base;
  }

  const districtStyle = () => ({ fill: false, weight: 1.6, opacity: 0.75, color: colours().kecamatan });

  function patterns() {
    const svg = map.getContainer().querySelector(".leaflet-overlay-pane svg");
    if (!svg) { return; }
    const old = svg.querySelector("defs");
    if (old) { old.remove(); }
    const tone = colours(), defs = document.createElementNS("http://www.w3.org/2000/svg", "defs");
    defs.innerHTML =
      '<pattern id="peta-arsir" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">' +
      '<rect width="7" height="7" fill="' + tone.ground + '"/><rect width="2" height="7" fill="' + tone.hatch + '"/></pattern>' +
      '<pattern id="peta-sedikit" width="6" height="6" patternUnits="userSpaceOnUse">' +
      '<rect width="6" height="6" fill="' + tone.ground + '"/><circle cx="3" cy="3" r="1.3" fill="' + tone.hatch + '"/></pattern>';
    svg.insertBefore(defs, svg.firstChild);
  }

  function paint(values) {
    shown = values;
    row = {};
    values.codes.forEach((code, i) => { row[code] = i; });
    document.body.classList.toggle("peta-gelap", values.dark);
    drawLegend();
    repaint();
  }

  function repaint() {
    if (!shown || !layer) { return; }
    patterns();
    layer.setStyle(style);
    districts.setStyle(districtStyle());
    layer.eachLayer((path) => path.setTooltipContent(tip(path.feature.id)));
    drawLabels();
    pick();
  }

  function mark(values) {
    marked = values;
    document.body.classList.toggle("peta-gelap", values.dark);
    drawMarks();
  }

  // The marked kelurahan in colour with their numbers, all of them in view; the others pale and deaf.
  function drawMarks() {
    if (!marked || !layer) { return; }
    const tone = colours(), found = L.latLngBounds([]);
    badges.forEach((badge) => map.removeLayer(badge));
    badges = [];
    layer.eachLayer((path) => {
      const i = marked.codes.indexOf(path.feature.id);
      path.setStyle({ weight: i < 0 ? 0.7 : 2.5, color: i < 0 ? tone.line : tone.chosen, fillColor: i < 0 ? tone.ground : tone.chosen, fillOpacity: i < 0 ? 1 : 0.3 });
      path.unbindTooltip();
      if (i < 0) { return; }
      path.bringToFront();
      path.bindTooltip("<strong>" + marked.names[i] + "</strong>", { sticky: true, className: "peta-tip" });
      found.extend(path.getBounds());
      badges.push(L.marker(path.getBounds().getCenter(), {
        interactive: false,
        keyboard: false,
        icon: L.divIcon({ className: "peta-nomor", iconSize: null, html: "<span>" + (i + 1) + "</span>" }),
      }).addTo(map));
    });
    districts.setStyle(districtStyle());
    if (found.isValid()) { map.fitBounds(marked.codes.length > 1 ? found : found.pad(0.7), { padding: [28, 28], maxZoom: firstZoom + 4, animate: false }); }
  }

  function pick() {
    picked.setStyle({ color: colours().chosen }).setLatLngs([]);
    layer.eachLayer((path) => { if (path.feature.id === shown.selected) { picked.setLatLngs(path.getLatLngs()); } });
  }

  function number(value) {
    const how = shown.money
      ? { notation: "compact", compactDisplay: "long", maximumFractionDigits: 1 }
      : { minimumFractionDigits: shown.digits, maximumFractionDigits: shown.digits };
    return (shown.money ? "Rp " : "") + new Intl.NumberFormat("id-ID", how).format(value);
  }

  const end = (value) => new Intl.NumberFormat("id-ID", { maximumFractionDigits: 1 }).format(shown.money ? value / 1e6 : value);

  function tip(code) {
    const i = row[code];
    if (i === undefined) { return ""; }
    let text = "<strong>" + shown.names[i] + "</strong><span>Kec. " + shown.kecamatan[shown.places[i]] + "</span>";
    if (shown.states[i] === UNKNOWN) { return text + "<em>Belum cukup data</em>"; }
    if (shown.states[i] === SUPPRESSED) { return text + "<em>Kurang dari 3 usaha: angka tidak ditampilkan</em>"; }
    if (shown.labels) {
      const detail = shown.details[i] ? "<span>" + shown.details[i] + "</span>" : "";
      return text + "<b>" + shown.labels[shown.values[i]] + "</b>" + detail;
    }
    text += "<b>" + number(shown.values[i]) + "</b> " + shown.unit;
    const rank = shown.ranks[i];
    if (rank && rank[0] !== null) {
      text += "<span>Peringkat " + rank[0] + " (kemungkinan " + Math.round(rank[1]) + "–" + Math.round(rank[2]) + ")</span>";
    }
    return text;
  }

  function drawLabels() {
    labels.forEach((label) => {
      if (label.mark) { map.removeLayer(label.mark); }
      label.mark = L.marker([label.at[1], label.at[0]], {
        interactive: false,
        keyboard: false,
        icon: L.divIcon({ className: "peta-label", iconSize: null, html: "<span>" + (shown.kecamatan[label.place] || "") + "</span>" }),
      }).addTo(map);
    });
    settle();
  }

  // Sizes can be measured only once style sheet and fonts are in use.
  function settle() {
    document.fonts.ready.then(() => requestAnimationFrame(() => setTimeout(placeLabels, 60)));
  }

  // A label that would touch one already placed waits for a closer zoom.
  function placeLabels() {
    const taken = [];
    labels.forEach((label) => {
      if (!label.mark) { return; }
      const box = label.mark.getElement().firstChild;
      label.mark.getElement().style.visibility = "visible";
      const at = box.getBoundingClientRect();
      const hit = taken.some((b) => at.left < b.right + 2 && at.right > b.left - 2 && at.top < b.bottom + 2 && at.bottom > b.top - 2);
      if (hit) { label.mark.getElement().style.visibility = "hidden"; } else { taken.push(at); }
    });
  }

  // Height free below the region, in pixels.
  const room = () => map.getSize().y - map.latLngToContainerPoint(map.options.wilayah.getSouthWest()).y;

  function ramp() {
    const last = shown.breaks.length - 1;
    const ends = shown.breaks.map((b, i) => "<i>" + (i === last && shown.open ? "≥ " : "") + end(b) + "</i>").join("");
    return "<small>" + (shown.money ? "juta rupiah " : "") + shown.unit + "</small>" +
      '<div class="peta-ramp">' + shown.colours.map((c) => '<span style="background:' + c + '"></span>').join("") + "</div>" +
      '<div class="peta-angka">' + ends + "</div>";
  }

  // One row a kind with how many there are; kinds that do not occur are left out.
  function kindKeys() {
    const count = (kind) => shown.values.filter((value) => value === kind).length;
    return shown.labels.map((label, kind) => (count(kind)
      ? '<div class="peta-kunci"><span style="background:' + shown.colours[kind] + '"></span><div>' + label + " (" + count(kind) + ")</div></div>"
      : "")).join("");
  }

  function drawLegend() {
    if (legend) { map.removeControl(legend); }
    legend = L.control({ position: "bottomleft" });
    legend.onAdd = function () {
      const box = L.DomUtil.create("details", "peta-legenda");
      box.open = map.getSize().x > 480 || room() > 140;
      const count = (state) => shown.states.filter((s) => s === state).length;
      const key = (kind, text, n) => (n ? '<div class="peta-kunci"><span class="' + kind + '"></span>' + text + " (" + n + ")</div>" : "");
      box.innerHTML =
        "<summary>" + shown.title + "</summary>" + (shown.labels ? kindKeys() : ramp()) +
        key("arsir", "Belum cukup data", count(UNKNOWN)) +
        key("sedikit", "Kurang dari 3 usaha", count(SUPPRESSED)) +
        shown.notes.map((note) => "<p>" + note + "</p>").join("");
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    };
    legend.addTo(map);
  }

  return { open: open, paint: paint, mark: mark };
})();
