import { kindOf, typeNameOf } from "../../../../provider/domain/kinds";

it("knows the type tokens of the package", () => {
  expect(typeNameOf("pulumi-nodejs:dynamic/gitlab:GroupVariable")).toBe("GroupVariable");
  expect(kindOf("pulumi-nodejs:dynamic/gitlab:GroupVariable")).toBe("variable");
});

it.each([
  "GroupVariable",
  "gitlab:index/groupVariable:GroupVariable",
  "pulumi-nodejs:dynamic/gitlab:toString",
  "pulumi-nodejs:dynamic/gitlab:",
  "pulumi-nodejs:dynamic:Resource",
  "acme:pulumi-nodejs:dynamic/gitlab:GroupVariable",
])("takes %s for none of them", (token) => {
  expect(typeNameOf(token)).toBeUndefined();
  expect(kindOf(token)).toBeUndefined();
});
