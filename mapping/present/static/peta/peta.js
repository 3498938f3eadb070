// The map in the browser. `open` is called once per region and fetches the outlines; `paint` is called whenever
// what the map says changes, with one map or two. The other files hold one thing each: kata (words), arsir (textures),
// legenda, titipan (own layers), tanda (marks), papan (one map). All texts arrive escaped (mapping/present/maps.py).
(function (peta) {
  "use strict";
  const NARROW = 640, GAP = 10;
  const registers = {};
  let boards = [], options, outlines = null, painted = null, marked = null, layers = [], messenger, live, told = 0;
  const heard = [];

  peta.fetchJson = (url) => fetch(url, { credentials: "same-origin" })
    .then((answer) => { if (!answer.ok) { throw new Error(answer.status); } return answer.json(); });

  // `options`: bounds, canvas, font, and `url` of the outlines (or `outlines` themselves, where there is no server).
  peta.open = function (map, given) {
    options = given;
    // folium's page forbids zooming with two fingers, which readers with weak sight need.
    document.querySelectorAll('meta[name="viewport"]').forEach((view) => {
      view.content = "width=device-width, initial-scale=1";
    });
    if (options.font) { document.fonts.add(new FontFace("Peta", "url(" + options.font + ")", { weight: "200 900" })); }
    live = L.DomUtil.create("div", "peta-kabar", document.body);
    live.setAttribute("role", "status");
    live.setAttribute("aria-live", "polite");
    ownHeight();
    boards = [add(map)];
    peta.fit(boards[0], options.bounds);
    floor(boards[0]);
    // streamlit-folium hears the clicks of layers that are on the map now: all maps send theirs through this one.
    messenger = L.featureGroup().addTo(map);
    window.addEventListener("resize", arrange);
    load();
    return messenger;
  };

  // Others than the server who want to know of clicks: called with code and level.
  peta.onClick = (listener) => heard.push(listener);

  function add(map) {
    const board = peta.makeBoard(map, options, {
      point: (id) => boards.forEach((one) => { peta.ringAround(one, one.pointed, id, peta.tone().kecamatan); if (one === board) { tell(one, id); } }),
      leads: (one) => one === boards[0],
      floor: floor,
      sized: (one) => { if (one.shown && !marked) { drawLegend(one); } },
      click: (path, id, level) => { messenger.fire("click", { layer: path }); heard.forEach((listener) => listener(peta.plain(id), level)); },
    });
    map.on("move zoomend", () => follow(board));
    return board;
  }

  // No further out than a little beyond the whole region.
  function floor(board) {
    const whole = board.map.getBoundsZoom(options.bounds);
    boards.forEach((one) => { one.firstZoom = whole; one.map.setMinZoom(whole - 1.5); });
  }

  function load() {
    say("loading");
    const ready = options.outlines ? Promise.resolve(options.outlines) : peta.fetchJson(options.url);
    ready.then((answer) => {
      outlines = answer;
      outlines.boxes = outlines.kecamatan.features.reduce((all, one) => {
        const box = L.geoJSON(one).getBounds();
        if (box.isValid()) { all[one.id] = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()]; }
        return all;
      }, {});
      if (painted) { boards.forEach(repaint); }
      if (marked) { drawMarks(); }
    }).catch(() => say("failed", again));
  }

  // Whatever is missing is asked for once more.
  function again() {
    if (!outlines) { load(); } else { say("loading"); }
    if (painted) { peta.paint(painted); }
  }

  // A word over the map: waiting (with a spinner), or failed with a way to try again.
  function say(key, retry) {
    boards.forEach((board) => {
      if (!board.message) { board.message = L.DomUtil.create("div", "peta-pesan", board.map.getContainer()); }
      board.said = key;
      board.message.style.display = key ? "flex" : "none";
      board.message.innerHTML = key ? (retry ? "" : '<i class="peta-putar"></i>') + "<span>" + peta.word(key) + "</span>" : "";
      if (!retry) { return; }
      const again = L.DomUtil.create("button", "", board.message);
      again.type = "button";
      again.textContent = peta.plain(peta.word("retry"));
      L.DomEvent.on(again, "click", (event) => { L.DomEvent.stop(event); retry(); });
    });
  }

  peta.paint = function (payload) {
    painted = payload;
    peta.speak(payload.words, payload.locale);
    peta.dress(payload.maps[0].dark);
    setSecond(payload.maps.length > 1);
    arrange();
    layers = peta.overlaysOf(payload.overlays, () => boards.forEach(repaint));
    boards.forEach((board, i) => { board.waiting = payload.maps[i]; });
    if (!outlines && boards[0].said) { boards.forEach((board) => board.said !== "failed" && say(board.said)); }
    const needed = [...new Set(payload.maps.map((one) => one.register).filter((url) => url && !registers[url]))];
    if (!needed.length) { boards.forEach(repaint); return; }
    Promise.all(needed.map((url) => peta.fetchJson(url).then((answer) => { registers[url] = answer; })))
      .then(() => boards.forEach(repaint))
      .catch(() => say("failed", again));
  };

  // Of thousands, columns of digits come as one text (mappayload.py).
  function unpack(shown) {
    ["states", "classes", "chosen", "doubt"].forEach((key) => {
      if (typeof shown[key] === "string") { shown[key] = Array.from(shown[key], (sign) => (sign === "-" ? -1 : Number(sign))); }
    });
    return shown;
  }

  function repaint(board) {
    const given = board.waiting;
    if (!given || !outlines || (given.register && !registers[given.register])) { return; }
    say("");
    board.shown = unpack(Object.assign({}, registers[given.register], given));
    board.row = {};
    board.shown.codes.forEach((code, i) => { board.row[code] = i; });
    if (!board.districts.getLayers().length) { board.districts.addData(outlines.kecamatan); }
    peta.useLevel(board, outlines, board.shown.level);
    peta.colourAreas(board);
    peta.drawLabels(board, outlines);
    peta.ringAround(board, board.picked, board.shown.selected, peta.tone().chosen);
    peta.drawOverlays(board, layers);
    peta.nameParts(board);
    drawLegend(board);
    focus(board);
  }

  const drawLegend = (board) => peta.drawLegend(board, layers, toggle, board.map.getSize().x > 480 || room(board) > 140);

  function toggle(at, on) {
    layers[at].hidden = !on;
    boards.forEach(repaint);
  }

  // Height free below the region, in pixels.
  const room = (board) => board.map.getSize().y - board.map.latLngToContainerPoint(board.bounds.getSouthWest()).y;

  // To a kecamatan once, when it is newly asked for; back to the whole region when no longer.
  function focus(board) {
    const asked = board.shown.focus, leads = board === boards[0];
    if (board.focus === asked) { return; }
    board.focus = asked;
    const box = outlines.boxes[asked];
    if (leads && box) { peta.fit(board, [[box[1], box[0]], [box[3], box[2]]]); }
    if (leads && !asked) { peta.fit(board, options.bounds); }
  }

  let following = false;
  function follow(leader) {
    if (following) { return; }
    following = true;
    boards.forEach((one) => one !== leader && one.map.setView(leader.map.getCenter(), leader.map.getZoom(), { animate: false }));
    following = false;
  }

  // The second map stands in the frame's second place (streamlit-folium keeps one ready, empty).
  function setSecond(wanted) {
    if (wanted === boards.length > 1) { return; }
    if (!wanted) {
      peta.dropBoard(boards.pop());
    } else {
      const first = boards[0].map, from = first.options;
      const place = L.DomUtil.create("div", "peta-kedua", document.getElementById("map_div2"));
      document.body.classList.add("peta-berdua");
      arrange();
      const how = { zoomSnap: from.zoomSnap, zoomDelta: from.zoomDelta, preferCanvas: from.preferCanvas, attributionControl: false, zoomControl: false };
      boards.push(add(L.map(place, Object.assign(how, { center: first.getCenter(), zoom: first.getZoom(), minZoom: first.getMinZoom() }))));
    }
    document.body.classList.toggle("peta-berdua", wanted);
  }

  const stacked = () => document.body.classList.contains("peta-berdua") && window.innerWidth < NARROW;
  const each = () => (stacked() ? Math.max(300, Math.round(painted.height * 0.8)) : painted.height);

  // Side by side, or on a phone one under the other in a taller frame; the place shown stays.
  function arrange() {
    if (!painted || !painted.height) { return; }
    ["map_div", "map_div2"].forEach((id) => {
      const box = document.getElementById(id);
      if (box) { box.style.height = each() + "px"; }
    });
    if (window.Streamlit) { window.Streamlit.setFrameHeight(painted.height); }
  }

  // The component asks for the height that Python told it; two maps on a phone need more.
  function ownHeight() {
    const frame = window.Streamlit;
    if (!frame) { return; }
    const ask = frame.setFrameHeight.bind(frame);
    frame.setFrameHeight = (height) => ask(stacked() ? 2 * each() + GAP : height);
  }

  // The polite line: what is under the pointer once it rests there.
  function tell(board, id) {
    clearTimeout(told);
    if (!id || !board.shown) { return; }
    told = setTimeout(() => { live.textContent = peta.plain(peta.card(board.shown, board.row[id])).replace(/\s+/g, " ").trim(); }, 350);
  }

  peta.mark = function (payload) {
    marked = payload;
    peta.speak(payload.words, payload.locale);
    peta.dress(payload.dark);
    if (!outlines && boards[0].said === "loading") { say("loading"); }
    drawMarks();
  };

  function drawMarks() {
    if (!outlines) { return; }
    const board = boards[0];
    say("");
    board.shown = { kind: "kinds", codes: [], states: [], level: "kelurahan", title: peta.word("marks"), kecamatan: [] };
    if (!board.districts.getLayers().length) { board.districts.addData(outlines.kecamatan); }
    peta.useLevel(board, outlines, "kelurahan");
    peta.colourAreas(board);
    peta.nameParts(board);
    peta.drawMarks(board, marked);
  }
})(window.peta);
