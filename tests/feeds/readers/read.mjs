// Reads calendars with ical.js and prints what it understood: { file: [[uid, start, end, title], …] }.

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import ICAL from "ical.js";

ICAL.design.strict = true;

const understood = {};
for (const file of process.argv.slice(2)) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
  understood[basename(file)] = calendar.getAllSubcomponents("vevent").map((entry) => {
    const event = new ICAL.Event(entry);
    const instants = [event.startDate, event.endDate].map((time) => time.toJSDate().toISOString());
    return [event.uid, ...instants, event.summary];
  });
}
process.stdout.write(JSON.stringify(understood));
