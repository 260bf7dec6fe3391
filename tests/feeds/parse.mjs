// Parses feeds with three npm libraries: `node parse.mjs FILE...` prints, as JSON, each parser's items of each file.
import { readFileSync } from "node:fs";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { parseFeed, parseOpml } from "feedsmith";
import RssParser from "rss-parser";

const time = (text) => (text ? new Date(text).toISOString() : "");
const list = (value) => (value === undefined || value === "" ? [] : [value].flat());
const text = (value) => (typeof value === "object" ? (value["#text"] ?? value.value) : value) ?? "";

function withFastXmlParser(document) {
  const valid = XMLValidator.validate(document);
  if (valid !== true) throw new Error(JSON.stringify(valid));
  const root = new XMLParser({ ignoreAttributes: false, processEntities: true, htmlEntities: true }).parse(document);
  if (root.rss) {
    return list(root.rss.channel.item).map((item) => ({
      id: text(item.guid), title: String(item.title), link: item.link, published: time(item.pubDate),
      html: item["content:encoded"],
    }));
  }
  return list(root.feed.entry).map((entry) => ({
    id: entry.id, title: String(entry.title), published: time(entry.published), html: text(entry.content ?? ""),
    link: list(entry.link).find((link) => link["@_rel"] === "alternate")["@_href"],
  }));
}

async function withRssParser(document) {
  const feed = await new RssParser().parseString(document);
  return feed.items.map((item) => ({
    id: item.guid ?? item.id, title: item.title, link: item.link, published: time(item.isoDate),
    html: item["content:encoded"] ?? item.content ?? "",
  }));
}

function withFeedsmith(document) {
  const { format, feed } = parseFeed(document);
  if (format === "rss") {
    return feed.items.map((item) => ({
      id: item.guid.value, title: item.title, link: item.link, published: time(item.pubDate),
      html: item.content.encoded,
    }));
  }
  if (format === "json") {
    return feed.items.map((item) => ({
      id: item.id, title: item.title, link: item.url, published: time(item.date_published), html: item.content_html,
    }));
  }
  return feed.entries.map((entry) => ({
    id: entry.id, title: text(entry.title), published: time(entry.published), html: text(entry.content ?? ""),
    link: entry.links.find((link) => link.rel === "alternate").href,
  }));
}

const found = {};
for (const file of process.argv.slice(2)) {
  const document = readFileSync(file, "utf8");
  if (file.endsWith(".opml")) {
    const outlines = (each) => (each.outlines ?? []).flatMap((outline) => [outline, ...outlines(outline)]);
    found[file] = { feedsmith: outlines(parseOpml(document).body).map((outline) => outline.xmlUrl ?? "") };
  } else if (file.endsWith(".json")) {
    found[file] = { feedsmith: withFeedsmith(document) };
  } else {
    found[file] = {
      "fast-xml-parser": withFastXmlParser(document),
      "rss-parser": await withRssParser(document),
      feedsmith: withFeedsmith(document),
    };
  }
}
process.stdout.write(JSON.stringify(found));
