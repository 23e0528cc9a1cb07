import type { Estate } from "../graph/estate";
import type { AccessGraph } from "../graph/graph";
import type { Place } from "../graph/places";
import { namesOf, ONWARD, roleFor, WAYS, type Way, WHAT_A_WAY_IS } from "../graph/ways";
import { entryInWords, marksOf, titleOf, UPPER_BOUND } from "../words";

/** BloodHound wants the names of kinds to begin with the namespace of their extension. */
const NAMESPACE = "GitLabCIAccess";
const MEMBER_OF = `${NAMESPACE}_MemberOf`;
const kindOf = ({ kind }: Pick<Place, "kind">) => `${NAMESPACE}_${kind === "group" ? "Group" : "Project"}`;
const edgeKindOf = (way: Way) => `${NAMESPACE}_Can${way.charAt(0).toUpperCase()}${way.slice(1)}`;

type Properties = Readonly<Record<string, boolean | number | string | readonly string[]>>;

/**
 * The whole graph as BloodHound's OpenGraph JSON. https://bloodhound.specterops.io/opengraph/developer/graph-data
 * Metadata takes no word of ours, so that the node of the GitLab and each edge say that this is an upper bound.
 */
export function openGraphOf({ estate, places, out }: AccessGraph): object {
  const instance = estate.gitlab.toLowerCase();
  const id = (place: Place) => `${instance}/${place.kind}/${place.id ?? place.path}`;
  const memberships = places.all.flatMap((place) =>
    place.parent === undefined ? [] : [edge(MEMBER_OF, [id(place), id(places.at(place.parent))], {})],
  );
  const ways = out.flat().flatMap(({ from, grant }) =>
    namesOf(grant.ways).map((way) =>
      edge(edgeKindOf(way), [id(places.at(from)), id(places.at(grant.into))], {
        leastrole: roleFor(way, grant),
        entry: entryInWords(grant.entry),
        upperbound: UPPER_BOUND,
        confirmed: way !== "trigger",
      }),
    ),
  );
  return {
    metadata: { source_kind: NAMESPACE },
    graph: {
      nodes: [instanceOf(estate, instance), ...places.all.map((place) => nodeOf(place, id(place), instance))],
      edges: [...memberships, ...ways],
    },
  };
}

function instanceOf({ gitlab, startedAt, scope, caveats }: Estate, id: string): object {
  const properties: Properties = {
    name: gitlab,
    environmentid: id,
    collected: true,
    readat: startedAt,
    scope: [...scope],
    upperbound: [UPPER_BOUND, ...caveats].join(" "),
  };
  return { id, kinds: [`${NAMESPACE}_Instance`], properties };
}

function nodeOf(place: Place, id: string, environmentid: string): object {
  const { path, project } = place;
  const properties: Properties = {
    name: titleOf(place),
    environmentid,
    ...(path === undefined ? {} : { path }),
    ...(project === undefined ? {} : { visibility: project.visibility, publicfeatures: [...project.publicFeatures] }),
    marks: marksOf(place),
  };
  return { id, kinds: [kindOf(place)], properties };
}

function edge(kind: string, [start, end]: readonly [string, string], properties: Properties): object {
  return { kind, start: { match_by: "id", value: start }, end: { match_by: "id", value: end }, properties };
}

/** The extension that BloodHound installs once, so that its search for paths uses the edges. */
export function openGraphSchema(version: string): object {
  return {
    schema: { name: NAMESPACE, display_name: "GitLab CI access", version: `v${version}`, namespace: NAMESPACE },
    node_kinds: [
      nodeKind("Instance", "server", "#5b6b8c"),
      nodeKind("Group", "folder", "#8a6d3b"),
      nodeKind("Project", "code-branch", "#3b6fd4"),
    ],
    relationship_kinds: [
      { name: MEMBER_OF, description: "It is directly in the group.", is_traversable: true },
      ...WAYS.map((way) => ({
        name: edgeKindOf(way),
        description: `A job may ${WHAT_A_WAY_IS[way]}. ${UPPER_BOUND}`,
        is_traversable: ONWARD.includes(way),
      })),
    ],
    environments: [
      {
        environment_kind: `${NAMESPACE}_Instance`,
        source_kind: NAMESPACE,
        principal_kinds: [`${NAMESPACE}_Project`, `${NAMESPACE}_Group`],
      },
    ],
  };
}

function nodeKind(name: string, icon: string, color: string): object {
  const display_name = `GitLab ${name.toLowerCase()}`;
  return { name: `${NAMESPACE}_${name}`, display_name, is_display_kind: true, icon, color };
}
