import { render } from "preact";
import { App } from "./App";
import { apply } from "./theme";

apply();
render(<App />, document.getElementById("app")!);
