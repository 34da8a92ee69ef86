import "./styles/base.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { t } from "./texts/index.ts";

document.documentElement.lang = t.tag;
const target = document.getElementById("app");
if (target !== null) {
  mount(App, { target });
}
