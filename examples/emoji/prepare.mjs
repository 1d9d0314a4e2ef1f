// Joins pictures and names to the tables that the specs read: one row for each picture and text.
// usage: node prepare.mjs FOLDER [LANGUAGE…: by default en zh]
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder, ...given] = process.argv.slice(2);
const languages = given.length ? given : ["en", "zh"];
const read = (...path) => JSON.parse(readFileSync(join(folder, ...path), "utf8"));
const plain = (code) => code.replaceAll("-FE0F", "");
const pictures = read("pictures", "emoji.json").filter((one) => one.has_img_twitter);
const names = Object.fromEntries(
  languages.map((language) => {
    if (!existsSync(join(folder, "names", language, "data.json"))) {
      console.error(`prepare.mjs: there are no names in '${language}'`);
      process.exit(2);
    }
    return [language, new Map(read("names", language, "data.json").map((one) => [plain(one.hexcode), one]))];
  }),
);
// One emoji in five is held out by its code alone, so that more languages move none of them.
const heldOut = (code) => createHash("sha256").update(code).digest()[0] % 5 === 0;

// The tags of the eight-spoked asterisk are "*", in which a reader of words finds none.
const hasWords = (text) => /[\p{L}\p{N}]/u.test(text);

const tables = { train: [], test: [], all: [] };
let emoji = 0;
for (const one of pictures) {
  const code = plain(one.unified);
  const picture = `pictures/img/twitter/64/${one.image}`;
  let known = false;
  for (const language of languages) {
    const name = names[language].get(code);
    if (!name) continue;
    known = true;
    const row = { emoji: name.emoji ?? code, code, picture, language, group: one.category };
    const full = [name.label, ...(name.tags ?? [])].join(", ");
    // Training hears the name and the tags apart too: short queries are like the one or the other.
    const texts = heldOut(code) ? [full] : [...new Set([name.label, ...(name.tags ? [name.tags.join(", ")] : []), full])];
    for (const text of texts.filter(hasWords)) {
      tables[heldOut(code) ? "test" : "train"].push({ ...row, text, name: name.label });
    }
    if (language === languages[0]) {
      tables.all.push({ ...row, text: full, name: name.label, held_out: heldOut(code) });
    }
  }
  emoji += known ? 1 : 0;
}
// One text of each emoji in the first language, for learning from few labels: in the order of its code's hash.
const hash = (row) => createHash("sha256").update(row.code).digest("hex");
const labelled = [...tables.all].sort((a, b) => hash(a).localeCompare(hash(b)));
const known = labelled.filter((row) => !row.held_out);
for (const size of [100, 500, 1500]) tables[`labels-${size}`] = known.slice(0, size);
tables["test-labels"] = labelled.filter((row) => row.held_out);
// Measured apart: each language, and without flags, which only their names tell from one another.
for (const language of languages) {
  const rows = tables.test.filter((row) => row.language === language);
  tables[`test-${language}`] = rows;
  tables[`test-${language}-no-flags`] = rows.filter((row) => row.group !== "Flags");
}
for (const [name, rows] of Object.entries(tables)) {
  writeFileSync(join(folder, `${name}.jsonl`), rows.map((row) => JSON.stringify(row)).join("\n") + "\n");
}
const distinct = (rows) => new Set(rows.map((row) => row.code)).size;
console.log(
  `${emoji} emoji in ${languages.join(", ")}: ${distinct(tables.train)} to learn from (${tables.train.length} rows), ` +
    `${distinct(tables.test)} held out (${tables.test.length} rows)`,
);
