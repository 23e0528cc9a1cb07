import type { InventoryRecord } from "../../../cli/inventory/record";
import { endRecord, entryOf, headerRecord, projectRecord } from "../inventory/records";

/** Names that a page, a picture, a terminal or a spreadsheet could take for something else. GitLab would refuse them; a file may hold them. */
export const HOSTILE_NAMES = [
  'acme/<img src=x onerror="globalThis.hacked=1">',
  "acme/</script><script>globalThis.hacked=1</script>",
  "acme/#{globalThis.hacked=1}{{constructor}}",
  "acme/\u202Egnp.exe\u202C",
  "acme/\u2066isolate\u2069\u200B",
  "acme/\u001b[31mred\u0007\r\nnew line",
  'acme/"] --> x["<b>mermaid</b>',
  'acme/a"; class n0 open; click n0 "javascript:globalThis.hacked=1"',
  'acme/dot", URL="javascript:alert(1)',
  "acme/back\\slash",
  "=cmd|'/C calc'!A0",
  "+1+1",
  "@SUM(1+1)",
  "-2+3",
  "acme/`code` [link](javascript:alert(1))",
  "__proto__/constructor",
  "acme/a | b | c",
  "acme/@all #1 !2 ~bug\n/close",
  "acme/🚀👩‍👩‍👧 données",
  `acme/${"long".repeat(62)}`,
] as const;

/** Each of them lists all others, so that every name is on both ends of an entry, and an author and a permission are hostile, too. */
export function hostileEstate(): InventoryRecord[] {
  const places = HOSTILE_NAMES.map((path, index) => ({ id: index + 1, path }));
  return [
    headerRecord({
      readAs: { id: 7, username: "<b>auditor</b>" },
      coverage: { isComplete: false, why: "<i>why</i>\u202E" },
    }),
    ...places.map((place, index) =>
      projectRecord({
        ...place,
        enabled: index % 5 !== 0,
        projects: places
          .filter((other) => other !== place)
          .map((other) => entryOf({ ...other, permissions: ["<u>admin_x</u>"], addedBy: "<s>mallory</s>" })),
      }),
    ),
    endRecord({ projects: places.length }),
  ];
}
