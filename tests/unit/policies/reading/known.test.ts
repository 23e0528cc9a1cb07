import { unknownCheckingProxy } from "@pulumi/policy";
import { plain } from "../../../../policies/reading/known";
import { UNKNOWN as MARKER } from "../../../../provider/domain/identity";
import { UNKNOWN } from "../declared";

const props = unknownCheckingProxy({ project: "acme/billing", enabled: false, target: UNKNOWN });

describe("plain", () => {
  it("gives the values that are known, and keeps false apart from what is not known", () => {
    expect(plain(props)).toMatchObject({ project: "acme/billing", enabled: false });
  });

  it("gives undefined for what is not there", () => {
    expect(plain(props).nothing).toBeUndefined();
  });

  it("marks what Pulumi throws for as unknown", () => {
    expect(() => props.target).toThrow("can't be known during preview");
    expect(plain(props).target).toBe(MARKER);
  });

  it("reads lists and objects item by item: one that is not known yet hides none of the others", () => {
    const nested = unknownCheckingProxy({
      tags: ["docker", UNKNOWN, "deploy"],
      rotation: { days: UNKNOWN, before: 7 },
    });

    expect(plain(nested)).toEqual({ tags: ["docker", MARKER, "deploy"], rotation: { days: MARKER, before: 7 } });
  });

  it("lets every other error pass", () => {
    const broken = {
      get project(): string {
        throw new TypeError("broken");
      },
    };

    expect(() => plain(broken)).toThrow(new TypeError("broken"));
  });
});
