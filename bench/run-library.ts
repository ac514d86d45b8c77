import { App } from "cdktf";
import { article } from "./article";
import { SSH_PUBLIC_KEY } from "./ssh-public-key";

const app = new App({ stackTraces: false });
article(app, SSH_PUBLIC_KEY);
app.synth();
