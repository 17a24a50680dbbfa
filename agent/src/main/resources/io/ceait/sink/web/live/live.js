// Keeps the page at what the agent says: by server-sent events, by asking where those are not to be had. What comes from
// the agent is text and stays text: it is set as textContent alone.
"use strict";

(() => {
  /** The agent says something every two seconds; a browser notices a closed connection sooner. */
  const SILENCE_MS = 7000;
  const POLL_MS = 2000;
  /** As many as the agent keeps. */
  const BUCKETS = 900;
  const TABLE_ROWS = 30;

  const $ = (id) => document.getElementById(id);
  const chart = new Chart($("chart"));
  const policies = {
    occupancy: "the job's part of the capacity, as T/CCF 0003-2024 reads it",
    active: "the job's part of what was in use, idle power included",
    machine: "all that the devices used",
  };

  let run = null;
  let recent = null;
  let whole = null;
  let mark = "";
  let heard = performance.now();
  let heardAt = null;
  let state = "connecting";
  let events = null;
  let polling = 0;
  let tableDrawn = 0;

  // ---- text for people

  /** Four significant digits, never an exponent: as everywhere in the agent. */
  function significant(value) {
    if (!Number.isFinite(value)) {
      return "–";
    }
    if (value === 0) {
      return "0";
    }
    const decimals = Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value))));
    const text = value.toFixed(Math.min(20, decimals));
    return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  }

  function scaled(value, ...units) {
    let [size, unit] = units[0];
    for (const [s, u] of units) {
      if (value >= s) {
        [size, unit] = [s, u];
      }
    }
    return `${significant(value / size)} ${unit}`;
  }

  const watts = (w) => (w === null || w === undefined ? "not known" : scaled(w, [1, "W"], [1e3, "kW"], [1e6, "MW"]));
  const energy = (kwh) => scaled(kwh * 3.6e6, [1, "J"], [3600, "Wh"], [3.6e6, "kWh"], [3.6e9, "MWh"]);
  const mass = (kg) => scaled(kg * 1e3, [1e-3, "mgCO2e"], [1, "gCO2e"], [1e3, "kgCO2e"], [1e6, "tCO2e"]);
  const percent = (ratio) => (ratio === null || ratio === undefined ? "not known" : `${significant(ratio * 100)} %`);

  function duration(seconds) {
    const s = Math.floor(seconds);
    const two = (n) => String(n).padStart(2, "0");
    const clock = `${two(Math.floor(s / 3600) % 24)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
    return s >= 86400 ? `${Math.floor(s / 86400)} d ${clock}` : clock;
  }

  function words(seconds) {
    return seconds >= 7200 ? `${significant(seconds / 3600)} hours`
        : seconds >= 120 ? `${significant(seconds / 60)} minutes` : `${significant(seconds)} seconds`;
  }

  const time = (date) => date.toLocaleTimeString();

  // ---- the page

  /** Sets a text where it differs, so that nothing is announced, selected or laid out anew without need. */
  function put(element, text) {
    if (element.textContent !== text) {
      element.textContent = text;
    }
  }

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) {
      element.className = className;
    }
    if (text !== undefined) {
      element.textContent = text;
    }
    return element;
  }

  /** Rows of a table that stay the same elements: cells are made once by {@code build} and filled by {@code fill}. */
  function rows(body, items, build, fill) {
    while (body.rows.length > items.length) {
      body.deleteRow(-1);
    }
    items.forEach((item, i) => fill(body.rows[i] || build(body.insertRow()), item));
  }

  function cells(count, numbersFrom) {
    return (row) => {
      row.append(make("th"));
      row.firstChild.scope = "row";
      for (let i = 1; i < count; i++) {
        row.append(make("td", i >= numbersFrom ? "n" : ""));
      }
      return row;
    };
  }

  function list(element, texts) {
    const shown = texts.length ? texts : ["nothing"];
    while (element.children.length > shown.length) {
      element.lastChild.remove();
    }
    shown.forEach((text, i) => put(element.children[i] || element.appendChild(make("li")), text));
  }

  function setState(next, text) {
    if (state !== next) {
      state = next;
      document.documentElement.dataset.state = next;
    }
    put($("state"), text);
  }

  /** Whether the result holds cloud services, of which nothing is metered. */
  const online = () => run.energy_kwh.online > 0;

  function showTotals() {
    const target = run.target;
    const what = target.kind === "machine" ? "the whole machine" : target.kind === "cgroup" ? `group ${target.cgroup}`
        : `process ${target.pids.join(", ")}`;
    put($("run"), run.run_id);
    put($("about"), `${what} on ${run.node}, since ${new Date(run.started_at).toLocaleString()}, agent ${run.agent_version}`);
    put($("emissions"), mass(run.emissions_kg));
    put($("emissions-note"), `± ${percent(run.uncertainty.emissions_rel)}, PUE included`);
    put($("energy"), energy(run.energy_kwh.total));
    put($("energy-note"), `${significant(run.energy_kwh.total)} kWh by ${run.attribution}`
        + (online() ? `, of it cloud services ${energy(run.energy_kwh.online)}` : ""));
    const known = run.now.devices.filter((d) => d.power_w !== null);
    const power = known.reduce((sum, d) => sum + d.power_w, 0);
    put($("power"), known.length ? watts(power) : "not known");
    put($("power-note"), known.length < run.now.devices.length ? `${known.length} of ${run.now.devices.length} devices known` : "job or not");
    put($("elapsed"), duration(run.duration_s));
    put($("elapsed-note"), `${run.sampling.ticks} samples, ${run.sampling.gaps === 1 ? "1 gap" : `${run.sampling.gaps} gaps`}`);
    document.title = `${watts(power)} · ${run.run_id}`;
    put($("agent"), `The agent itself: ${significant(run.agent.cpu_s)} s of CPU, ${significant(run.agent.resident_memory_bytes / 1e6)} MB.`);
  }

  const rules = { "stable-window": "from the last stable window", carbontracker: "Carbontracker's rule" };

  /** A value, and below it its interval. */
  function put2(cell, expected, text) {
    if (!cell.children.length) {
      cell.append(make("span"), make("small"));
    }
    put(cell.firstChild, text(expected.value));
    put(cell.lastChild, expected.low === undefined ? "" : `${text(expected.low)} to ${text(expected.high)}`);
  }

  function showProgress() {
    const p = run.progress;
    $("progress").hidden = !p;
    if (!p) {
      return;
    }
    const over = p.fraction >= 1;
    $("progress-bar").value = p.fraction;
    put($("progress-text"), `${p.unit} ${significant(p.done)} of ${significant(p.total)}, ${percent(p.fraction)}`);
    const day = (text) => new Date(text).toDateString() === new Date().toDateString()
        ? new Date(text).toLocaleTimeString() : new Date(text).toLocaleString();
    rows($("predictions").tBodies[0], over ? [] : p.predictions, cells(5, 1), (row, d) => {
      put(row.cells[0], rules[d.method] || d.method);
      put2(row.cells[1], d.energy_kwh, energy);
      put2(row.cells[2], d.emissions_kg, mass);
      put2(row.cells[3], d.remaining_s, duration);
      put2(row.cells[4], d.ends_at, day);
    });
    $("predictions").hidden = over || !p.predictions.length;
    put($("progress-note"), over ? "" : p.predictions.length ? "Small: an interval of 80 %, if the job goes on as it went. The rest at "
        + `${significant(p.rest_intensity.kg_per_kwh)} kgCO2e/kWh, ${p.rest_intensity.basis === "forecast" ? "the mean of the series over that time"
          : "the carbon intensity in force"}.${online() ? " Without the cloud services." : ""}` : "Too early to predict.");
    const compared = p.comparisons.filter((c) => c.energy_kwh.measured !== undefined);
    $("comparisons").hidden = !compared.length;
    rows($("comparisons").querySelector("tbody"), compared, cells(6, 2), (row, c) => {
      put(row.cells[0], percent(c.made_at));
      put(row.cells[1], rules[c.method] || c.method);
      row.cells[1].className = "";
      put2(row.cells[2], c.energy_kwh, energy);
      put(row.cells[3], energy(c.energy_kwh.measured));
      put(row.cells[4], `${c.energy_kwh.error_rel < 0 ? "−" : "+"}${significant(Math.abs(c.energy_kwh.error_rel) * 100)} %`);
      put(row.cells[5], c.energy_kwh.within === null ? "states none" : c.energy_kwh.within ? "yes" : "no");
      row.cells[5].className = "";
    });
  }

  function showDevices() {
    const now = new Map(run.now.devices.map((d) => [d.device, d]));
    rows($("devices").tBodies[0], run.devices, cells(7, 2), (row, d) => {
      const live = now.get(d.device);
      put(row.cells[0], d.device);
      row.cells[0].title = d.model;
      if (!row.cells[1].children.length) {
        row.cells[1].append(make("span"), make("small"));
        row.cells[4].append(make("meter"), " ", make("span"));
        row.cells[4].firstChild.setAttribute("aria-hidden", "true");
      }
      put(row.cells[1].firstChild, live.source);
      put(row.cells[1].lastChild, d.quality);
      row.cells[1].lastChild.className = `quality ${d.quality}`;
      put(row.cells[2], watts(live.power_w));
      put(row.cells[3], watts(d.mean_power_w));
      row.cells[4].firstChild.value = live.occupancy;
      put(row.cells[4].lastChild, percent(live.occupancy));
      put(row.cells[5], energy(d.energy_kwh));
      put(row.cells[6], energy(d.job_energy_kwh[run.attribution]));
    });
  }

  function showAttribution() {
    const all = run.energy_kwh_by_attribution;
    put($("attribution-note"), online() ? `Of the devices of this node: the cloud services of the result, ${energy(run.energy_kwh.online)} `
        + "as stated, are in none of these figures." : "");
    rows($("attribution").tBodies[0], Object.keys(all), cells(3, 1), (row, policy) => {
      const part = all.machine > 0 ? all[policy] / all.machine : 0;
      const name = row.cells[0];
      if (!name.children.length) {
        name.append(make("span"), make("small"), make("span", "bar"));
        name.lastChild.setAttribute("aria-hidden", "true");
      }
      put(name.children[0], policy === run.attribution ? `${policy}, the result` : policy);
      put(name.children[1], policies[policy] || "");
      name.lastChild.style.width = `${100 * part}%`;
      put(row.cells[1], energy(all[policy]));
      put(row.cells[2], percent(part));
    });
  }

  function showSources() {
    rows($("sources").tBodies[0], run.now.sources, cells(3, 3), (row, s) => {
      put(row.cells[0], s.source);
      put(row.cells[1], s.up ? "✓ works" : `✕ ${s.reason}`);
      row.cells[1].className = s.up ? "up" : "down";
      put(row.cells[2], s.up ? "" : s.remedy ? `${s.detail}; remedy: ${s.remedy}` : s.detail);
    });
    list($("missing"), run.data_quality.missing);
    list($("warnings"), run.data_quality.warnings);
    put($("factors"), `PUE ${significant(run.pue.value)} (${run.pue.quality}, ${run.pue.source}); carbon intensity `
        + `${significant(run.now.intensity_kg_per_kwh)} kgCO2e/kWh (${run.intensity.zone || "stated"}, ${run.intensity.quality}, `
        + `${run.intensity.source}). ${percent(run.data_quality.completeness)} of the run without gaps.`);
  }

  // ---- the chart

  const view = () => document.querySelector("input[name=view]:checked").value;

  function shown() {
    return view() === "whole" && whole ? whole : recent;
  }

  function showChart() {
    const series = shown();
    chart.show(series, Date.parse(run.started_at) / 1000);
    showLegend(series);
    put($("recent-label"), `Last ${words(BUCKETS * recent.bucket_s)}`);
    if ($("numbers").open && performance.now() - tableDrawn > 5000) {
      showNumbers(series);
    }
  }

  /** A piece of the device's line. */
  function swatch(colour) {
    const drawing = $("swatch").content.firstElementChild.cloneNode(true);
    drawing.firstElementChild.style.stroke = `var(${colour})`;
    return drawing;
  }

  function showLegend(series) {
    const legend = $("legend");
    const now = new Map(run.now.devices.map((d) => [d.device, d.power_w]));
    const looks = Chart.looks(series.devices);
    series.devices.forEach((d, i) => {
      let button = legend.children[i];
      if (!button) {
        button = make("button");
        button.type = "button";
        button.append(swatch(looks[i].colour), make("span"));
        button.setAttribute("aria-pressed", "true");
        button.addEventListener("click", () => {
          chart.toggle(d.device);
          button.setAttribute("aria-pressed", String(!chart.hidden.has(d.device)));
        });
        legend.append(button);
      }
      // As the line is drawn now; further back another source may have spoken.
      const last = d.mean_w.findLastIndex((w) => w !== null);
      const dash = d.estimated[last] ? looks[i].estimatedDash : looks[i].dash;
      button.querySelector("line").setAttribute("stroke-dasharray", dash.join(" "));
      put(button.lastChild, `${d.device} ${watts(now.get(d.device))}`);
    });
  }

  /** Drawn now and then only: who reads it aloud must not be interrupted each second. */
  function showNumbers(series) {
    tableDrawn = performance.now();
    const table = $("numbers").querySelector("table");
    const names = ["Time", ...series.devices.map((d) => d.device)];
    rows(table.tHead, [names], (row) => row, (row, texts) => {
      while (row.cells.length < texts.length) {
        const cell = make("th", row.cells.length ? "n" : "");
        cell.scope = "col";
        row.append(cell);
      }
      texts.forEach((text, i) => put(row.cells[i], text));
    });
    const start = Date.parse(run.started_at);
    const from = Math.max(0, series.length - TABLE_ROWS);
    const newest = Array.from({ length: series.length - from }, (_, i) => series.length - 1 - i);
    rows(table.tBodies[0], newest, cells(names.length, 1), (row, i) => {
      put(row.cells[0], time(new Date(start + (series.first + i + 1) * series.bucket_s * 1000)));
      series.devices.forEach((d, k) => put(row.cells[k + 1],
          d.gap[i] >= 0.5 ? "gap" : d.mean_w[i] === null ? "not known"
            : d.gap[i] > 0 ? `${significant(d.mean_w[i])}, gap ${percent(d.gap[i])}` : significant(d.mean_w[i])));
    });
  }

  /** What was changed since the last time takes its place; the oldest make room. */
  function merge(news) {
    if (!recent || news.first > recent.first + recent.length || news.bucket_s !== recent.bucket_s) {
      recent = news;
      return;
    }
    if (news.length === 0) {
      return;
    }
    const from = Math.max(recent.first, news.first);
    const drop = Math.max(0, news.first + news.length - recent.first - BUCKETS);
    recent.devices.forEach((d, i) => {
      for (const field of ["mean_w", "min_w", "max_w", "gap", "estimated"]) {
        d[field].splice(from - recent.first, Infinity, ...news.devices[i][field].slice(from - news.first));
        d[field].splice(0, drop);
      }
    });
    recent.first += drop;
    recent.length = recent.devices.length ? recent.devices[0].mean_w.length : 0;
  }

  async function loadWhole() {
    if (run && view() === "whole") {
      try {
        whole = await ask("api/v1/series");
        showChart();
      } catch (e) {
        // The next one will come through, or the page says that nothing does.
      }
    }
    setTimeout(loadWhole, whole ? Math.min(60, Math.max(5, whole.bucket_s)) * 1000 : 1000);
  }

  // ---- the connection

  function take(news) {
    if (run && run.started_at !== news.run.started_at) {
      // Another run on the same port: nothing of what is shown belongs to it.
      location.reload();
      return;
    }
    run = news.run;
    listened();
    mark = news.series.next;
    merge(news.series);
    showTotals();
    showProgress();
    showDevices();
    showAttribution();
    showSources();
    showChart();
    if (run.status !== "running") {
      end();
    }
  }

  function listened() {
    heard = performance.now();
    heardAt = new Date();
    if (run && run.status === "running") {
      setState("live", polling ? "Live, by asking every two seconds" : "Live");
    }
  }

  function end() {
    if (events) {
      events.close();
    }
    clearTimeout(polling);
    setState("ended", `The run has ended (${run.status}) at ${time(new Date(run.ended_at))}; these are its final figures`);
  }

  function watch() {
    if (state !== "ended" && performance.now() - heard > SILENCE_MS) {
      setState("lost", heardAt ? `No news from the agent since ${time(heardAt)}: it has stopped, or cannot be reached. `
          + "The figures are the last that it told" : "The agent does not answer");
      if (run) {
        document.title = `no news · ${run.run_id}`;
      }
    }
  }

  async function ask(path) {
    const answer = await fetch(path, { cache: "no-store" });
    if (!answer.ok) {
      throw new Error(`${path}: ${answer.status}`);
    }
    return answer.json();
  }

  async function poll() {
    try {
      const series = await ask(`api/v1/series?since=${encodeURIComponent(mark)}`);
      take({ run: await ask("api/v1/run"), series });
    } catch (e) {
      // Said by watch() when it lasts.
    }
    if (state !== "ended") {
      polling = setTimeout(poll, POLL_MS);
    }
  }

  function listen() {
    if (!window.EventSource) {
      poll();
      return;
    }
    events = new EventSource("events");
    events.addEventListener("update", (event) => take(JSON.parse(event.data)));
    events.addEventListener("beat", listened);
    events.addEventListener("error", () => {
      // A broken connection is made again by the browser, with the id of the last event; a refusal is for good.
      if (events.readyState === EventSource.CLOSED && state !== "ended") {
        events = null;
        polling = -1;
        poll();
      }
    });
  }

  document.querySelectorAll("input[name=view]").forEach((radio) => radio.addEventListener("change", async () => {
    if (view() === "whole" && run) {
      whole = await ask("api/v1/series").catch(() => whole);
    }
    if (run) {
      tableDrawn = 0;
      showChart();
    }
  }));
  $("numbers").addEventListener("toggle", () => {
    if (run && $("numbers").open) {
      showNumbers(shown());
    }
  });
  document.addEventListener("visibilitychange", () => chart.redraw());
  setInterval(watch, 500);
  listen();
  loadWhole();
})();
