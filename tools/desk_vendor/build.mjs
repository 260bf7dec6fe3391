// Builds the desk's vendor.js, and the licences of what is in it, into the folder named as the argument:
//
//     cd tools/desk_vendor && npm ci --ignore-scripts && node build.mjs
//
// The same lock file gives the same bytes (tests/editor/desk/test_vendor.py).

import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const target = process.argv[2] ?? join(here, "../../plugins/editor/desk/static");

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ["vendor.mjs"],
  outfile: join(target, "vendor.js"),
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  charset: "utf8",
  legalComments: "none",
  banner: { js: "// Built by tools/desk_vendor from the packages of vendor.LICENSES.txt." },
  metafile: true,
});

const used = new Set();
for (const input of Object.keys(metafile.inputs)) {
  const name = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
  if (name) used.add(name);
}

function licence(name) {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).sort().find((each) => /^licen[cs]e/i.test(each));
  if (!file || !existsSync(join(folder, file))) throw new Error(`${name} has no licence file`);
  const text = readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
}

const rule = `\n${"-".repeat(72)}\n\n`;
writeFileSync(join(target, "vendor.LICENSES.txt"), [...used].sort().map(licence).join(rule));
