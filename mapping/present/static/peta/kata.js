// Words and numbers as the reader's language writes them. All texts arrive escaped (mapping/present/maps.py):
// they may become HTML as they are, and go through `plain` where an attribute or a text node takes them.
window.peta = window.peta || {};
(function (peta) {
  "use strict";
  let words = {}, locale = "id-ID";

  peta.KNOWN = 0;
  peta.UNKNOWN = 1;
  peta.SUPPRESSED = 2;

  peta.speak = function (dictionary, tag) {
    words = dictionary || words;
    locale = tag || locale;
    document.documentElement.lang = locale;
  };

  // A sentence with its places filled; braces arrive as entities like every other active sign.
  peta.word = (key, values) => (words[key] || "").replace(/&#123;(\w+)&#125;/g, (whole, name) => (values ? values[name] : whole));
  peta.plain = (text) => String(text).replace(/<[^>]*>/g, " ").replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));

  // Making a format takes longer than using it a hundred times.
  const formats = {};
  function format(how) {
    const key = locale + JSON.stringify(how);
    return formats[key] || (formats[key] = new Intl.NumberFormat(locale, how));
  }

  peta.count = (value) => format({}).format(value);

  function number(shown, value) {
    const how = shown.money
      ? { notation: "compact", compactDisplay: "long", maximumFractionDigits: 1 }
      : { minimumFractionDigits: shown.digits, maximumFractionDigits: shown.digits };
    return (shown.money ? "Rp " : "") + format(how).format(value);
  }

  // Class ends with as many decimals as it takes to tell them apart.
  function ends(shown) {
    const scale = shown.money ? 1e6 : 1;
    for (let digits = 0; digits < 6; digits++) {
      const form = format({ maximumFractionDigits: digits });
      const texts = shown.breaks.map((b) => form.format(b / scale));
      const exact = shown.breaks.every((b) => Math.abs(Number((b / scale).toFixed(digits)) - b / scale) < 1e-9);
      if (exact || (digits >= Math.max(shown.digits, 1) && new Set(texts).size === new Set(shown.breaks).size)) { return texts; }
    }
    return shown.breaks.map((b) => String(b / scale));
  }

  // "20–40"; with numbers below zero a dash would read as a minus.
  peta.ranges = function (shown) {
    const texts = ends(shown), last = texts.length - 2, dash = shown.breaks[0] < 0 ? " " + peta.word("to") + " " : "–";
    return texts.slice(0, -1).map((from, i) => (i === last && shown.open ? "&gt; " + from : from + dash + texts[i + 1]));
  };

  function told(shown, i) {
    if (shown.kind === "pairs") {
      const first = Math.floor(shown.classes[i] / 3), second = shown.classes[i] % 3;
      return "<span>" + shown.firstLabel + ": <b>" + shown.firstWords[first] + "</b></span>" +
        "<span>" + shown.secondLabel + ": <b>" + shown.secondWords[second] + "</b></span>";
    }
    if (shown.kind === "kinds") { return "<b>" + shown.labels[shown.classes[i]] + "</b>"; }
    return "<b>" + number(shown, shown.values[i]) + "</b> " + shown.unit;
  }

  // What the card under the pointer says of row i.
  peta.card = function (shown, i) {
    if (i === undefined) { return ""; }
    const kecamatan = shown.level === "kecamatan" ? "" : "<span>" + peta.word("in", { name: shown.kecamatan[shown.places[i]] }) + "</span>";
    const head = "<strong>" + shown.names[i] + "</strong>" + kecamatan;
    if (shown.states[i] === peta.UNKNOWN) { return head + "<em>" + peta.word("unknown") + "</em>"; }
    if (shown.states[i] === peta.SUPPRESSED) { return head + "<em>" + peta.word("hidden") + "</em>"; }
    let text = head + told(shown, i);
    const ranks = shown.ranks;
    if (ranks.length && ranks[0][i] !== null) {
      const rank = ranks[0][i], low = Math.max(1, rank - ranks[1][i] * shown.rankStep);
      const high = Math.min(shown.codes.length, rank + ranks[2][i] * shown.rankStep);
      text += "<span>" + peta.word("rank", { rank: peta.count(rank), low: peta.count(low), high: peta.count(high) }) + "</span>";
    }
    if (shown.doubt && shown.doubtLabels[shown.doubt[i]]) { text += "<span>" + shown.doubtLabels[shown.doubt[i]] + "</span>"; }
    if (shown.details.length && shown.details[i]) { text += "<span>" + shown.details[i] + "</span>"; }
    return text;
  };
})(window.peta);
