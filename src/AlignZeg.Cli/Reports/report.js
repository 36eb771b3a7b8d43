"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const byId = id => document.getElementById(id);
const number = value => value.toLocaleString("en");
const percent = value => value == null ? "–" : (100 * value).toFixed(1);

/** make("li", { className: "x" }, child, "text") builds an element; text stays text. */
function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter(child => child != null));
  return element;
}
const swatch = colour => { const one = make("span", { className: colour ? "swatch" : "swatch none" }); if (colour) one.style.background = colour; return one; };
const meter = (value, kind) => {
  const fill = make("b"); fill.style.width = percent(value ?? 0) + "%";
  return make("span", { className: "meter " + kind }, make("i", {}, fill), make("span", {}, percent(value)));
};

function drawHeader() {
  byId("title").textContent = data.title;
  byId("subtitle").textContent = data.subtitle;
  byId("tiles").append(...data.tiles.map(tile => make("div", { title: tile.hint ?? "", className: tile.bad ? "bad" : "" },
    make("dt", {}, tile.label), make("dd", {}, tile.value, tile.unit ? make("small", {}, " " + tile.unit) : null))));
  byId("facts").append(...data.facts.map(fact => make("div", {}, make("dt", {}, fact.label), make("dd", {}, fact.value))));
  byId("sample").textContent = data.sample ?? "";
  byId("sample").hidden = !data.sample;
}

const columns = [
  { key: "name", label: "Class", cell: one => make("td", {}, make("button", { type: "button", className: "name" }, swatch(one.colour), one.name)) },
  data.hasSplit && { key: "seen", label: "Masks in training", cell: one => make("td", {}, one.seen == null ? "" : make("span", { className: "tag" + (one.seen ? "" : " unseen") }, one.seen ? "seen" : "unseen")) },
  { key: "images", label: "Images", numeric: true, cell: one => make("td", { className: "number" }, number(one.images)) },
  { key: "pixels", label: "Pixels", numeric: true, cell: one => make("td", { className: "number" }, number(one.pixels)) },
  data.hasTruth && { key: "iou", label: "IoU", numeric: true, cell: one => make("td", {}, meter(one.iou, "iou")) },
  { key: "confidence", label: "Confidence", numeric: true, cell: one => make("td", {}, meter(one.confidence, "")) },
].filter(Boolean);
const table = { key: null, descending: true };
const compare = (left, right) => typeof left === "string" ? left.localeCompare(right) : (left ?? -1) - (right ?? -1);

function drawClasses() {
  const rows = [...data.classes];
  if (table.key) rows.sort((a, b) => (table.descending ? -1 : 1) * compare(a[table.key], b[table.key]));
  const [head, body] = byId("classes").children;
  head.replaceChildren(make("tr", {}, ...columns.map(column => {
    const cell = make("th", { scope: "col", className: column.numeric && column.key !== "iou" && column.key !== "confidence" ? "number" : "" },
      make("button", { type: "button", onclick: () => { table.descending = table.key === column.key ? !table.descending : column.numeric === true; table.key = column.key; drawClasses(); } }, column.label));
    if (table.key === column.key) cell.setAttribute("aria-sort", table.descending ? "descending" : "ascending");
    return cell;
  })));
  body.replaceChildren(...rows.map(one => {
    const row = make("tr", { className: view.filter === one.id ? "on" : "" }, ...columns.map(column => column.cell(one)));
    row.onclick = () => { view.filter = view.filter === one.id ? -1 : one.id; byId("filter").value = view.filter; drawClasses(); drawGallery(); };
    return row;
  }));
}

const view = { filter: -1, sort: "index", search: "", shown: [], at: 0 };
const orders = {
  index: ["order of input", (a, b) => a.index - b.index],
  ...(data.hasTruth && { worst: ["IoU, worst first", (a, b) => (a.iou ?? 2) - (b.iou ?? 2)], best: ["IoU, best first", (a, b) => (b.iou ?? -1) - (a.iou ?? -1)] }),
  unsure: ["confidence, lowest first", (a, b) => (a.confidence ?? 2) - (b.confidence ?? 2)],
  sure: ["confidence, highest first", (a, b) => (b.confidence ?? -1) - (a.confidence ?? -1)],
  name: ["name", (a, b) => a.name.localeCompare(b.name, "en", { numeric: true })],
};
const classOf = new Map(data.classes.map(one => [one.id, one]));

function panes(image) {
  const layer = (source, className, alt) => make("img", { src: source, className, alt, loading: "lazy", decoding: "async" });
  const pane = (caption, ...layers) => make("figure", { className: "pane" }, ...layers, make("figcaption", {}, caption));
  return [
    pane("image", layer(image.image, "", image.name)),
    image.truth && pane("truth", layer(image.image, "", ""), layer(image.truth, "map over", "ground truth")),
    pane("prediction", layer(image.image, "", ""), layer(image.prediction, "map over", "predicted labels")),
    image.heat && pane("confidence", layer(image.heat, "", "confidence, bright is sure")),
  ].filter(Boolean);
}
const describe = image => [`${image.width} × ${image.height}`, image.iou == null ? null : `mIoU ${percent(image.iou)}`, image.confidence == null ? null : `confidence ${percent(image.confidence)}`].filter(Boolean).join(" · ");
const chips = (image, most) => {
  const list = image.classes.slice(0, most).map(([id, share, iou]) => make("li", { title: iou == null ? "" : `IoU ${percent(iou)}` }, swatch(classOf.get(id).colour), classOf.get(id).name, make("em", {}, percent(share) + " %")));
  if (image.classes.length > most) list.push(make("li", {}, `and ${image.classes.length - most} more`));
  return list;
};

function drawGallery() {
  const word = view.search.toLowerCase();
  view.shown = data.images.filter(image => (view.filter < 0 || image.holds.includes(view.filter)) && image.name.toLowerCase().includes(word)).sort(orders[view.sort][1]);
  byId("gallery").replaceChildren(...view.shown.map((image, at) => make("li", { className: "card" },
    make("button", { type: "button", ariaLabel: "Enlarge " + image.name, onclick: () => open(at) }, make("div", { className: "panes" }, ...panes(image))),
    make("h3", {}, image.name), make("p", { className: "muted" }, describe(image)), make("ul", { className: "chips" }, ...chips(image, 6)))));
  byId("shown").textContent = view.shown.length === data.images.length ? `${number(data.images.length)} images` : `${number(view.shown.length)} of ${number(data.images.length)} images`;
}

function open(at) {
  const image = view.shown[view.at = (at + view.shown.length) % view.shown.length];
  byId("viewer-title").textContent = image.name;
  byId("viewer-facts").textContent = `${describe(image)} · ${view.at + 1} of ${view.shown.length}`;
  byId("viewer-panes").style.setProperty("--ratio", `${image.width} / ${image.height}`);
  byId("viewer-panes").replaceChildren(...panes(image));
  byId("viewer-classes").replaceChildren(...chips(image, 99));
  if (!byId("viewer").open) byId("viewer").showModal();
}

function drawFailures() {
  if (!data.failures.length) return;
  byId("failures").hidden = false;
  byId("failures-note").textContent = data.failuresNote;
  byId("failures").querySelector("tbody").append(...data.failures.map(one => make("tr", {}, make("td", {}, one.name), make("td", {}, one.reason), make("td", {}, one.error))));
}

function listen() {
  const mix = () => document.documentElement.style.setProperty("--mix", byId("mix").value / 100);
  byId("filter").append(make("option", { value: -1 }, "all"), ...[...data.classes].filter(one => data.images.some(image => image.holds.includes(one.id))).sort((a, b) => a.name.localeCompare(b.name)).map(one => make("option", { value: one.id }, one.name)));
  byId("sort").append(...Object.entries(orders).map(([key, [label]]) => make("option", { value: key }, label)));
  byId("filter").onchange = event => { view.filter = +event.target.value; drawClasses(); drawGallery(); };
  byId("sort").onchange = event => { view.sort = event.target.value; drawGallery(); };
  byId("search").oninput = event => { view.search = event.target.value; drawGallery(); };
  byId("mix").oninput = mix;
  byId("bar").onsubmit = event => event.preventDefault();
  byId("close").onclick = () => byId("viewer").close();
  byId("previous").onclick = () => open(view.at - 1);
  byId("next").onclick = () => open(view.at + 1);
  byId("viewer").onclick = event => { if (event.target === byId("viewer")) byId("viewer").close(); };
  byId("viewer").onkeydown = event => { if (event.key === "ArrowLeft") open(view.at - 1); if (event.key === "ArrowRight") open(view.at + 1); };
  mix();
}

drawHeader(); listen(); drawClasses(); drawGallery(); drawFailures();
