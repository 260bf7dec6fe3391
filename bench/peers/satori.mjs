// Draws the cards that stand on standard input with satori and resvg; prints [cards a second of CPU, mean bytes].
import { readFileSync } from "node:fs";
import { Resvg } from "@resvg/resvg-js";
import satori from "satori";

const work = JSON.parse(readFileSync(0, "utf8"));
const fonts = [["Regular", 400], ["Bold", 700]].map(([name, weight]) => (
  { name: "Onest", data: readFileSync(`${work.fonts}/Onest-${name}.ttf`), weight, style: "normal" }
));

const placed = (mark) => ({
  type: "div",
  props: {
    children: mark.text ?? "",
    style: mark.text
      ? { position: "absolute", left: mark.x, top: mark.y, fontSize: mark.size, fontWeight: mark.weight,
          color: mark.color, whiteSpace: "nowrap" }
      : { position: "absolute", left: mark.x, top: mark.y, width: mark.w, height: mark.h, borderRadius: mark.r,
          backgroundColor: mark.color },
  },
});

const draw = async (marks) => {
  const style = { display: "flex", width: "100%", height: "100%", backgroundColor: work.ground };
  const tree = { type: "div", props: { style, children: marks.map(placed) } };
  const svg = await satori(tree, { width: 1200, height: 630, fonts });
  return new Resvg(svg).render().asPng().length;
};

await draw(work.cards[0]);
const started = process.cpuUsage();
let bytes = 0;
for (const marks of work.cards) bytes += await draw(marks);
const spent = process.cpuUsage(started);
const seconds = (spent.user + spent.system) / 1e6;
console.log(JSON.stringify([work.cards.length / seconds, bytes / work.cards.length]));
