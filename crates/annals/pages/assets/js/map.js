// A map of places: points sized by how many results stand there. The list beside it has the same places and needs no map.
import { feature, geoGraticule10, geoNaturalEarth1, geoPath, mesh } from "../vendor/geo.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 800;
const LARGEST = 18;

export async function start(frame) {
  const links = [...frame.querySelectorAll("a[data-lat]")];
  const places = links.map((link) => ({ link, lon: +link.dataset.lon, lat: +link.dataset.lat, count: +link.dataset.count }));
  const answer = await fetch(new URL("../vendor/countries-110m.json", import.meta.url));
  const world = await answer.json();
  frame.querySelector("[data-canvas]").replaceChildren(draw(world, places));
}

function draw(world, places) {
  const land = feature(world, world.objects.land);
  const projection = geoNaturalEarth1();
  const height = fit(projection, land, places);
  const path = geoPath(projection);
  const svg = node("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "group" });
  svg.setAttribute("aria-label", `Map with ${places.length} places; the list beside it has the same`);
  svg.append(
    node("path", { class: "grid", d: path(geoGraticule10()), fill: "none", stroke: "var(--line)", "stroke-width": 0.4 }),
    node("path", { class: "land", d: path(land) }),
    node("path", { class: "borders", d: path(mesh(world, world.objects.countries, (a, b) => a !== b)) }),
  );
  const most = Math.max(1, ...places.map((place) => place.count));
  for (const place of places) svg.append(point(place, projection, most));
  return svg;
}

/** The whole world, or the part where the places are, never nearer than some thirty degrees. */
function fit(projection, land, places) {
  const height = 420;
  const box = [[8, 8], [WIDTH - 8, height - 8]];
  if (!places.length) return projection.fitExtent(box, land) && height;
  const lons = places.map((place) => place.lon);
  const lats = places.map((place) => place.lat);
  const [west, east] = spread(Math.min(...lons), Math.max(...lons), 40);
  const [south, north] = spread(Math.min(...lats), Math.max(...lats), 24);
  if (east - west > 200) return projection.fitExtent(box, land) && height;
  projection.rotate([-(west + east) / 2, 0]);
  const corners = [[west, south], [west, north], [east, north], [east, south]];
  projection.fitExtent(box, { type: "MultiPoint", coordinates: corners });
  projection.clipExtent([[0, 0], [WIDTH, height]]);
  return height;
}

function spread(low, high, least) {
  const missing = Math.max(0, least - (high - low)) / 2;
  return [low - missing - 3, high + missing + 3];
}

function point(place, projection, most) {
  const [x, y] = projection([place.lon, place.lat]);
  const radius = Math.max(3.5, LARGEST * Math.sqrt(place.count / most));
  const circle = node("circle", { class: "point", cx: x, cy: y, r: radius });
  const title = node("title", {});
  title.textContent = place.link.dataset.words;
  circle.append(title);
  circle.addEventListener("click", () => place.link.click());
  for (const [event, on] of [["mouseenter", true], ["focus", true], ["mouseleave", false], ["blur", false]]) {
    place.link.addEventListener(event, () => circle.classList.toggle("here", on));
  }
  return circle;
}

function node(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
