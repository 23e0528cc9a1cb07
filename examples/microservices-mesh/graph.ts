// The map as a picture that GitLab renders, for the README: npm run graph
import { calls, services } from "./services";

console.log("graph LR");
for (const caller of services)
  for (const [service, reason] of Object.entries(calls[caller])) console.log(`  ${caller} -->|${reason}| ${service}`);
