import { importName, NAME } from "./plan";
import { takeOver } from "./readme";
import { MOST_LISTS } from "./shards";
import type { Grown, Updated } from "./update";

/** What an update did, in words. */
export function updateInWords({ maps, hasOtherPipeline }: Updated): string[] {
  const grown = maps.filter(({ added }) => added.length > 0);
  const countOf = ({ before, added }: Grown) => before.length + added.length;
  const large = maps.filter((map) => map.stack !== undefined && countOf(map) > MOST_LISTS);
  const fresh = maps.flatMap(({ stack = "", isNew }) => (isNew ? [stack] : []));
  return [
    ...grown.map(
      ({ stack, isNew, added }) => `Added${whereOf(stack, isNew)}: ${added.map(({ path }) => path).join(", ")}`,
    ),
    ...large.map(
      (map) =>
        `${map.stack} has ${countOf(map)} lists now, and more than ${MOST_LISTS} make a preview slow: move some files of ${NAME}/${map.stack} to a folder of their own, and make that a stack`,
    ),
    ...(hasOtherPipeline
      ? [`.gitlab-ci.yml was changed by somebody, so it is left as it is: add ${fresh.join(", ")} to its STACK`]
      : []),
  ];
}

function whereOf(stack: string | undefined, isNew: boolean): string {
  if (stack === undefined) return "";
  return isNew ? ` in the new stack ${stack}` : ` to ${stack}`;
}

/** How Pulumi takes over what was added. `stack` is the one of a program that has one map. */
export function takeOverInWords(maps: readonly Grown[], stack: string): string[] {
  const steps = maps
    .filter(({ added }) => added.length > 0)
    .flatMap(({ stack: own, isNew }) =>
      takeOver({
        stack: own ?? stack,
        file: importName({ stack: own ?? stack }, { isSharded: own !== undefined }),
        isNew,
      }),
    );
  return steps.length === 0
    ? []
    : ["To let Pulumi take over what is there (an older CLI than 3.254 does it in the next `pulumi up`):", ...steps];
}
