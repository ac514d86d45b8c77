import { App } from "cdktf";
import { byHand } from "./by-hand";
import { SSH_PUBLIC_KEY } from "./ssh-public-key";

const app = new App({ stackTraces: false });
byHand(app, SSH_PUBLIC_KEY);
app.synth();
