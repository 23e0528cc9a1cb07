import { unknownCheckingProxy } from "@pulumi/policy";
import { cannotTell, known, knownItems } from "../../../../policies/reading/known";
import { UNKNOWN } from "../declared";

const props = unknownCheckingProxy({ project: "acme/billing", enabled: false, target: UNKNOWN });

describe("known", () => {
  it("gives a value that is known", () => {
    expect(known(props, "project")).toBe("acme/billing");
  });

  it("keeps false apart from what is not known", () => {
    expect(known(props, "enabled")).toBe(false);
  });

  it("gives undefined for what is not there", () => {
    expect(known(props, "nothing")).toBeUndefined();
  });

  it("says that it cannot tell where Pulumi throws for an unknown value", () => {
    expect(() => props.target).toThrow("can't be known during preview");
    expect(known(props, "target")).toBe(cannotTell);
  });

  it("lets every other error pass", () => {
    const broken = {
      get project(): string {
        throw new TypeError("broken");
      },
    };

    expect(() => known(broken, "project")).toThrow(new TypeError("broken"));
  });
});

describe("knownItems", () => {
  it("gives every item of a list, and says which it cannot tell", () => {
    const { tags } = unknownCheckingProxy({ tags: ["docker", UNKNOWN, "deploy"] });

    expect(knownItems(tags)).toEqual(["docker", cannotTell, "deploy"]);
  });

  it("gives none for a list that is not known yet or not there", () => {
    expect(knownItems(cannotTell)).toEqual([]);
    expect(knownItems(undefined)).toEqual([]);
  });
});
