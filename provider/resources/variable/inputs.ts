import { z } from "zod";
import { address } from "../../engine/address-input";
import { text } from "../../engine/text-input";

/** What every supported version of GitLab requires of a masked value. Further rules depend on the version and on `raw`. */
const MASKABLE = /^\S{8,}$/;

const fields = {
  key: z
    .string()
    .max(255, "must not be longer than 255 characters")
    .regex(/^\w+$/, "must consist of letters, digits and _"),
  value: z.string(),
  environmentScope: z.string().trim().min(1, 'must not be empty: "*" is every environment').default("*"),
  protected: z.boolean().default(false),
  masked: z.boolean().default(false),
  hidden: z.boolean().default(false),
  raw: z.boolean().default(false),
  variableType: z.enum(["env_var", "file"]).default("env_var"),
  description: text(255),
  replaceExisting: z.boolean().optional(),
};
const shared = z.object(fields);

export type VariableInputs = z.output<typeof shared>;

export const projectVariableInputs = z
  .strictObject({ project: address("project"), ...fields })
  .superRefine((inputs, context) => report(inputs, context));
export const groupVariableInputs = z
  .strictObject({ group: address("group"), ...fields })
  .superRefine((inputs, context) => report(inputs, context));

function report({ hidden, masked, value }: VariableInputs, context: z.RefinementCtx): void {
  const refuse = (message: string, path: string[] = []) => context.addIssue({ code: "custom", message, path });
  if (hidden && !masked)
    refuse("hidden is true and masked is not: GitLab hides masked variables only, so set masked to true as well");
  if (masked && !MASKABLE.test(value))
    refuse("can't be masked: GitLab masks values of at least 8 characters without white space", ["value"]);
}
