// What Voila's own script expects (voila_*), how far the page is, and whether its connection holds.
window.benchlib = {
  progress(step) {
    const bar = document.getElementById("loading_bar");
    if (bar) bar.value = step;
  },
  show(id, text) {
    const place = document.getElementById(id);
    if (!place) return;
    if (text) place.textContent = text;
    place.hidden = false;
  },
};
window.voila_heartbeat = () => {};
window.voila_finish = () => {
  if (!window.themeLoaded) {
    window.cellLoaded = true;
    return;
  }
  document.getElementById("loading")?.remove();
  document.getElementById("rendered_cells").style.display = "";
};
(() => {
  const open = new Set();
  let lost = 0;
  let leaving = false;
  const decoder = new TextDecoder();
  const looked = (data) => {
    const text = typeof data === "string" ? data : data instanceof ArrayBuffer ? decoder.decode(data) : "";
    if (!/"msg_type": ?"error"/.test(text)) return;
    const told = /"evalue": ?"([^"\\]*)"/.exec(text);
    if (told) benchlib.show("fault", told[1]);
  };
  window.WebSocket = class extends window.WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener("open", () => {
        open.add(this);
        clearTimeout(lost);
        document.getElementById("connection").hidden = true;
      });
      this.addEventListener("message", (event) => looked(event.data));
      this.addEventListener("close", (event) => {
        open.delete(this);
        clearTimeout(lost);
        const wait = event.code === 4001 ? 0 : 5000;
        lost = setTimeout(() => open.size || leaving || benchlib.show("connection"), wait);
      });
    }
  };
  // Telephones tell of a page that is left by pagehide only; Voila listens to beforeunload.
  window.addEventListener("pagehide", (event) => {
    leaving = true;
    const config = document.getElementById("jupyter-config-data");
    if (event.persisted || !config) return;
    const { baseUrl, kernelId } = JSON.parse(config.textContent);
    const form = new FormData();
    form.append("_xsrf", /\b_xsrf=([^;]*)/.exec(document.cookie)?.[1] ?? "");
    navigator.sendBeacon(`${baseUrl}voila/api/shutdown/${kernelId}`, form);
  });
})();
