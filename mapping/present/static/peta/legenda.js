// The legend: what each colour and texture means, where classes end, and how many kelurahan each has.
(function (peta) {
  "use strict";

  const row = (style, text, n, bar) => '<div class="peta-kunci' + (bar === undefined ? "" : " peta-kelas") + '"><span style="' + style + '"></span><div>' + text + "</div>" +
    (bar === undefined ? "" : '<i class="peta-batang"><i style="width:' + Math.round(bar * 100) + '%"></i></i>') +
    "<b>" + peta.count(n) + "</b></div>";

  // How many of the chosen rows have this.
  function counter(shown) {
    return (test) => shown.codes.reduce((sum, _, i) => sum + ((!shown.chosen || shown.chosen[i]) && test(i) ? 1 : 0), 0);
  }

  function ramp(shown, many) {
    const counts = shown.colours.map((_, c) => many((i) => shown.classes[i] === c)), most = Math.max(1, ...counts);
    return "<small>" + (shown.money ? peta.word("million") + " " : "") + shown.unit + "</small>" +
      peta.ranges(shown).map((range, c) => row(peta.swatch("", shown.colours[c]), range, counts[c], counts[c] / most)).join("");
  }

  // Kinds that do not occur are left out.
  function kinds(shown, many) {
    return shown.labels.map((label, kind) => {
      const n = many((i) => shown.classes[i] === kind);
      return n ? row(peta.swatch("", shown.colours[kind]), label, n) : "";
    }).join("");
  }

  // A square: the first grows upwards, the second to the right.
  function square(shown, many) {
    let cells = "";
    for (let first = 2; first >= 0; first--) {
      cells += "<tr><th scope='row'>" + shown.firstWords[first] + "</th>";
      for (let second = 0; second < 3; second++) {
        const at = first * 3 + second, colour = shown.colours[at];
        cells += '<td style="background:' + colour + ";color:" + peta.inkOn(colour) + '">' + peta.count(many((i) => shown.classes[i] === at)) + "</td>";
      }
      cells += "</tr>";
    }
    return '<table class="peta-dua"><caption>↑ ' + shown.firstLabel + "</caption>" + cells +
      "<tr><td></td>" + shown.secondWords.map((word) => "<th scope='col'>" + word + "</th>").join("") + "</tr></table>" +
      '<div class="peta-sumbu">' + shown.secondLabel + " →</div>";
  }

  peta.inkOn = (colour) => {
    const part = (i) => parseInt(colour.slice(i, i + 2), 16);
    return 0.299 * part(1) + 0.587 * part(3) + 0.114 * part(5) > 140 ? "#11181f" : "#ffffff";
  };

  function doubts(shown, many) {
    if (!shown.doubt) { return ""; }
    const middle = shown.colours[Math.floor(shown.colours.length / 2)];
    return '<div class="peta-bagian">' + shown.doubtLabels.map((label, doubt) => row(
      peta.swatch(["", "cukup", "ragu"][doubt], middle), label, many((i) => shown.states[i] === peta.KNOWN && shown.doubt[i] === doubt)
    )).join("") + "</div>";
  }

  function states(shown, many) {
    const key = (state, texture, word) => {
      const n = many((i) => shown.states[i] === state);
      return n ? row(peta.swatch(texture, ""), peta.word(word), n) : "";
    };
    const out = shown.chosen ? shown.chosen.filter((one) => !one).length : 0;
    return key(peta.UNKNOWN, "arsir", "unknown") + key(peta.SUPPRESSED, "sedikit", "few") +
      (out ? row("background:" + peta.tone().ground + ";opacity:.6", peta.word("outside"), out) : "");
  }

  function overlays(list) {
    return list.map((one, i) => '<label class="peta-titipan"><input type="checkbox" data-titipan="' + i + '"' + (one.hidden ? "" : " checked") + ">" +
      (one.labels.length ? "" : '<span style="background:' + one.colour + '"></span>') + "<div>" + one.name + (one.failed ? " — " + peta.word("failedOverlay") : "") + "</div></label>" +
      (one.hidden ? "" : one.labels.map((label, k) => '<div class="peta-kunci peta-anak"><span style="background:' + one.colours[k] + '"></span><div>' + label + "</div></div>").join(""))
    ).join("");
  }

  // Stands open where there is room, and stays as the reader leaves it.
  peta.drawLegend = function (board, layers, toggle, roomy) {
    const shown = board.shown, many = counter(shown);
    if (board.legend) { board.map.removeControl(board.legend); }
    board.legend = L.control({ position: "bottomleft" });
    board.legend.onAdd = function () {
      const box = L.DomUtil.create("details", "peta-legenda");
      box.open = board.unfolded === undefined ? roomy : board.unfolded;
      box.innerHTML = "<summary>" + shown.title + '</summary><div class="peta-isi">' +
        ({ values: ramp, kinds: kinds, pairs: square })[shown.kind](shown, many) +
        doubts(shown, many) + states(shown, many) + overlays(layers) +
        shown.notes.map((note) => "<p>" + note + "</p>").join("") + "</div>";
      box.querySelector(".peta-isi").style.maxHeight = Math.max(120, board.map.getSize().y - 110) + "px";
      box.querySelector("summary").addEventListener("click", () => { board.unfolded = !box.open; });
      box.querySelectorAll("[data-titipan]").forEach((tick) => tick.addEventListener("change", () => toggle(Number(tick.dataset.titipan), tick.checked)));
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      box.addEventListener("keydown", (event) => event.stopPropagation());
      return box;
    };
    board.legend.addTo(board.map);
  };
})(window.peta);
