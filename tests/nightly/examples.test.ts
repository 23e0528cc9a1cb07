import { access } from "../engine/examples/access";
import { playEach, useInstallations } from "../engine/examples/play";
import { secrets } from "../engine/examples/secrets";

playEach([...access, ...secrets], useInstallations(), "whole");
