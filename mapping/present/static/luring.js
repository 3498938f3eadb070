// The offline page: unpacks its data, draws the map with the app's own scripts, and keeps map, card and table in step.
(function () {
  "use strict";
  const PAGE = 200;
  const at = (id) => document.getElementById(id);
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const make = (tag, text, name) => {
    const element = document.createElement(tag);
    if (text !== undefined) { element.textContent = text; }
    if (name) { element.className = name; }
    return element;
  };
  let data, layer, rows, listed = [], shownRows = PAGE, order = { column: -1, up: true }, selected = "", places = {};

  async function unpack() {
    const block = at("data");
    if (block.dataset.kind === "json") { return JSON.parse(block.textContent); }
    const bytes = Uint8Array.from(atob(block.textContent), (sign) => sign.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }

  // Steps from corner to corner back to degrees.
  function features(list, step) {
    const ring = (steps) => {
      const corners = [];
      for (let i = 0, x = 0, y = 0; i < steps.length; i += 2) {
        x += steps[i];
        y += steps[i + 1];
        corners.push([x * step, y * step]);
      }
      return corners;
    };
    const shape = (polygons) => ({ type: "MultiPolygon", coordinates: polygons.map((rings) => rings.map(ring)) });
    return { type: "FeatureCollection", features: list.map(([id, polygons]) => ({ type: "Feature", id: id, properties: {}, geometry: shape(polygons) })) };
  }

  function paint() {
    const shown = Object.assign({}, data.register, layer.map, { dark: dark.matches, selected: selected });
    document.body.classList.toggle("peta-gelap", dark.matches);
    window.peta.paint(Object.assign({ maps: [shown], overlays: [], height: 0 }, data.speech));
  }

  // Columns that repeat the names on the map do not travel with every layer.
  function unfold(one) {
    if (one.unfolded) { return; }
    one.unfolded = true;
    const told = Object.assign({}, data.register, one.map), place = {};
    told.codes.forEach((code, i) => { place[code] = i; });
    one.table.columns.forEach((column, i) => {
      if (column[1] !== "name" && column[1] !== "kecamatan") { return; }
      const whole = column[1] === "kecamatan";
      column[1] = "text";
      one.table.rows.forEach((row) => {
        const at = place[row[0]];
        row[i + 2] = window.peta.plain(whole ? told.kecamatan[told.places[at]] : told.names[at]);
      });
    });
  }

  // Another layer on the same map: the place chosen and the search stay.
  function show(one) {
    layer = one;
    unfold(layer);
    rows = layer.table.rows;
    places = {};
    rows.forEach((row) => { places[row[0]] = row; });
    order = { column: -1, up: true };
    at("baca").textContent = window.peta.plain(layer.how);
    drawHead();
    search();
    paint();
    if (selected) { choose(selected, false); }
  }

  function drawMap() {
    const packed = data.outlines;
    const map = L.map("peta", { zoomSnap: 0.1, zoomDelta: 0.5, zoomControl: false, attributionControl: false, preferCanvas: data.canvas, center: [0, 0], zoom: 5 });
    window.peta.onClick((code) => choose(code, false));
    window.peta.open(map, {
      bounds: data.bounds,
      canvas: data.canvas,
      outlines: { kelurahan: features(packed.kelurahan, packed.step), kecamatan: features(packed.kecamatan, packed.step), labels: packed.labels },
    });
    dark.addEventListener("change", paint);
  }

  function say(value, column) {
    if (value === null) { return ""; }
    if (column[1] !== "number") { return value; }
    return new Intl.NumberFormat(data.locale, { minimumFractionDigits: column[2], maximumFractionDigits: column[2] }).format(value);
  }

  const why = (row) => [undefined, data.words.unknown, data.words.few][row[1]];

  function choose(code, scroll) {
    const row = places[code];
    selected = code;
    paint();
    at("daftar").querySelectorAll("tbody tr").forEach((line) => line.setAttribute("aria-selected", String(line.dataset.code === code)));
    const card = at("kartu");
    card.hidden = !row;
    if (!row) { return; }
    const pairs = make("dl");
    card.replaceChildren(make("h2", title(row)), pairs);
    layer.table.columns.forEach((column, i) => {
      if (row[i + 2] === null || row[i + 2] === title(row)) { return; }
      const pair = make("div");
      pair.append(make("dt", column[0]), make("dd", say(row[i + 2], column)));
      pairs.append(pair);
    });
    if (why(row)) { card.append(make("p", why(row))); }
    if (scroll) { at("peta").scrollIntoView({ block: "nearest" }); }
  }

  // The first text of a row is its name.
  const title = (row) => row.slice(2).find((cell, i) => cell !== null && layer.table.columns[i][1] === "text") || window.peta.plain(row[0]);

  function drawHead() {
    const line = make("tr");
    layer.table.columns.forEach((column, i) => {
      const head = make("th", undefined, column[1] === "number" ? "angka" : "");
      head.scope = "col";
      head.setAttribute("aria-sort", "none");
      const button = make("button", column[0]);
      button.type = "button";
      button.addEventListener("click", () => sort(i));
      head.append(button);
      line.append(head);
    });
    at("daftar").tHead.replaceChildren(line);
  }

  function sort(column) {
    const number = layer.table.columns[column][1] === "number";
    const up = order.column === column ? !order.up : !number;
    order = { column: column, up: up };
    const collator = new Intl.Collator(data.locale, { numeric: true });
    rows.sort((a, b) => {
      const x = a[column + 2], y = b[column + 2];
      if (x === null || y === null) { return (x === null) - (y === null); }
      return (number ? x - y : collator.compare(x, y)) * (up ? 1 : -1);
    });
    [...at("daftar").tHead.rows[0].cells].forEach((head, i) => {
      head.setAttribute("aria-sort", i !== column ? "none" : up ? "ascending" : "descending");
      head.firstChild.textContent = layer.table.columns[i][0] + (i !== column ? "" : up ? " ↑" : " ↓");
    });
    search();
  }

  function search() {
    const asked = at("cari").value.trim().toLocaleLowerCase(data.locale);
    listed = rows.filter((row) => !asked || row.slice(2).concat(window.peta.plain(row[0])).some((cell) => typeof cell === "string" && cell.toLocaleLowerCase(data.locale).includes(asked)));
    shownRows = PAGE;
    list();
  }

  function list() {
    const body = at("daftar").tBodies[0];
    body.replaceChildren(...listed.slice(0, shownRows).map((row) => {
      const line = make("tr");
      line.dataset.code = row[0];
      line.tabIndex = 0;
      line.setAttribute("aria-selected", String(row[0] === selected));
      let told = !why(row);
      layer.table.columns.forEach((column, i) => {
        const cell = make("td", say(row[i + 2], column), column[1] === "number" ? "angka" : "");
        if (!told && row[i + 2] === null) { cell.append(make("em", why(row))); told = true; }
        line.append(cell);
      });
      line.addEventListener("click", () => choose(row[0], true));
      line.addEventListener("keydown", (event) => { if (event.key === "Enter") { choose(row[0], true); } });
      return line;
    }));
    const n = Math.min(listed.length, shownRows);
    at("jumlah").textContent = listed.length ? data.words.found.replace("{n}", window.peta.count(n)).replace("{all}", window.peta.count(rows.length)) : data.words.none;
    at("lagi").hidden = listed.length <= shownRows;
  }

  async function start() {
    data = await unpack();
    at("lagi").textContent = data.words.more;
    at("lagi").addEventListener("click", () => { shownRows += 5 * PAGE; list(); });
    at("cari").addEventListener("input", search);
    at("lapis").addEventListener("change", () => show(data.layers[Number(at("lapis").value)]));
    selected = data.layers[0].map.selected || "";
    drawMap();
    show(data.layers[0]);
  }

  start().catch((error) => {
    at("jumlah").textContent = window.DecompressionStream ? String(error) : document.body.dataset.old;
  });
})();
