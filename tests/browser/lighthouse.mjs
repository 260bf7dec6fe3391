// Lighthouse on each address given, as it comes: on a phone, over its slow 4G. A line of JSON an address.
//
// One process for all: Lighthouse's own command takes five seconds to end, after each page.
// Its own errors (no paint seen, the browser gone) are those of a machine under load: such a run is made once more.
import process from "node:process";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const CHROME = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--ignore-certificate-errors"];

async function audit(address) {
  const browser = await launch({ chromeFlags: CHROME });
  try {
    const { lhr } = await lighthouse(address, { port: browser.port, disableFullPageScreenshot: true });
    if (lhr.runtimeError) throw new Error(`${address}: ${lhr.runtimeError.message}`);
    return lhr;
  } finally {
    browser.kill();
  }
}

function told({ categories, audits }) {
  const lost = (each) => each.weight > 0 && audits[each.id].score !== null && audits[each.id].score < 1;
  return {
    scores: Object.fromEntries(Object.values(categories).map(({ id, score }) => [id, Math.round(score * 100)])),
    lost: Object.values(categories).flatMap(({ auditRefs }) => auditRefs.filter(lost).map(({ id }) => id)),
    shift: audits["cumulative-layout-shift"].numericValue,
    transferred: audits["total-byte-weight"].numericValue,
    paint: audits["largest-contentful-paint"].numericValue,
    blocked: audits["total-blocking-time"].numericValue,
  };
}

for (const address of process.argv.slice(2)) {
  const lhr = await audit(address).catch(() => audit(address));
  process.stdout.write(`${JSON.stringify(told(lhr))}\n`);
}
process.exit(0);
