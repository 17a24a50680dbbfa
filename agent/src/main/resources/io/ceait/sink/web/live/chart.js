// Power over time, drawn by uPlot: a mean line and a band from least to most per device, dashed where a model told it,
// and every gap hatched.
"use strict";

const Chart = (() => {
  /** As many colours as live.css has of each type. */
  const COLOURS = { cpu: 2, gpu: 8, ram: 1 };

  /** Lines of the first devices of a type, of the next ones with the same colours, and of those after them. */
  const DASHES = [[], [2, 3], [10, 3, 2, 3]];

  const ESTIMATED = [6, 4];

  /** The shortest gap is this wide, CSS pixels. */
  const NARROWEST = 4;

  const MINUTE = 60;
  const HOUR = 3600;
  const DAY = 86400;

  /** Distances of the lines of the time axis, s. */
  const STEPS = [1, 2, 5, 10, 15, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR,
    3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 56 * DAY];

  /** Local time, as exact as the distance of the lines needs it. */
  function clock(unix, step) {
    const date = new Date(unix * 1000);
    const two = (n) => String(n).padStart(2, "0");
    const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
    const day = `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
    return step >= DAY ? day : step < MINUTE ? `${time}:${two(date.getSeconds())}` : step >= 3 * HOUR ? `${day} ${time}` : time;
  }

  /** The colours of the theme that holds now. */
  function theme() {
    const style = getComputedStyle(document.documentElement);
    return (name) => style.getPropertyValue(name).trim();
  }

  function hatching(context, colour) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 8;
    const pen = tile.getContext("2d");
    pen.strokeStyle = colour;
    pen.globalAlpha = 0.55;
    pen.lineWidth = 1.5;
    pen.beginPath();
    pen.moveTo(-2, 10);
    pen.lineTo(10, -2);
    pen.moveTo(-2, 2);
    pen.lineTo(2, -2);
    pen.moveTo(6, 10);
    pen.lineTo(10, 6);
    pen.stroke();
    return context.createPattern(tile, "repeat");
  }

  return class Chart {
    /** @param place the element that the chart fills */
    constructor(place) {
      this.place = place;
      this.hidden = new Set();
      this.plot = null;
      this.shape = "";
      this.series = null;
      new ResizeObserver(() => this.resize()).observe(place);
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
        this.shape = "";
        this.redraw();
      });
    }

    /** For each device the name of its colour and the dashes of its line. */
    static looks(devices) {
      const seen = {};
      return devices.map(({ device_type: type }) => {
        const index = seen[type] = (seen[type] ?? -1) + 1;
        return {
          colour: `--line-${type}-${index % COLOURS[type]}`,
          dash: DASHES[Math.min(DASHES.length - 1, Math.floor(index / COLOURS[type]))],
          estimatedDash: ESTIMATED,
        };
      });
    }

    size() {
      const width = Math.max(200, this.place.clientWidth);
      return { width, height: width < 640 ? 240 : 340 };
    }

    resize() {
      if (this.plot && this.plot.width !== this.size().width) {
        this.plot.setSize(this.size());
      }
    }

    toggle(device) {
      this.hidden.has(device) ? this.hidden.delete(device) : this.hidden.add(device);
      this.redraw();
    }

    /**
     * @param series {bucket_s, first, length, devices: [{device, device_type, mean_w, min_w, max_w, gap, estimated}]}
     * @param start Unix time of the beginning of the run, seconds
     */
    show(series, start) {
      this.series = series;
      this.start = start;
      this.redraw();
    }

    redraw() {
      if (!this.series || document.hidden) {
        return;
      }
      const devices = this.series.devices;
      const shape = devices.map((d) => `${d.device} ${this.hidden.has(d.device)}`).join("\n");
      if (shape !== this.shape) {
        this.shape = shape;
        if (this.plot) {
          this.plot.destroy();
        }
        this.plot = new uPlot(this.options(devices), this.data(), this.place);
      } else {
        this.plot.setData(this.data());
      }
    }

    data() {
      const { bucket_s: bucket, first, length, devices } = this.series;
      const times = Array.from({ length }, (_, i) => this.start + (first + i + 0.5) * bucket);
      const columns = [times];
      for (const d of devices) {
        const known = (values) => values.map((v, i) => (d.gap[i] >= 0.5 ? null : v));
        const mean = known(d.mean_w);
        // The line of what is estimated reaches to the measured points beside it, so that both are one line.
        const near = (i) => d.estimated[i] || d.estimated[i - 1] || d.estimated[i + 1];
        columns.push(known(d.max_w), known(d.min_w), mean.map((v, i) => (d.estimated[i] ? null : v)),
          mean.map((v, i) => (near(i) ? v : null)));
      }
      return columns;
    }

    options(devices) {
      const colour = theme();
      const ink = colour("--soft");
      const grid = { stroke: colour("--rule"), width: 1 };
      const series = [{}];
      const bands = [];
      const looks = Chart.looks(devices);
      devices.forEach((d, i) => {
        const stroke = colour(looks[i].colour);
        const show = !this.hidden.has(d.device);
        const edge = { show, width: 0, points: { show: false } };
        bands.push({ series: [series.length, series.length + 1], fill: stroke + "2e" });
        const line = (dash) => ({
          show,
          label: d.device,
          stroke,
          width: 2,
          dash: dash.length ? dash : undefined,
          points: { show: (plot, s, from, to) => to - from < 40 },
        });
        series.push({ ...edge }, { ...edge }, line(looks[i].dash), line(looks[i].estimatedDash));
      });
      return {
        ...this.size(),
        series,
        bands,
        legend: { show: false },
        cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
        scales: { y: { range: (plot, low, high) => [0, high > 0 ? high * 1.1 : 1] } },
        axes: [
          {
            stroke: ink,
            grid,
            ticks: grid,
            space: 90,
            incrs: STEPS,
            values: (plot, ticks, axis, space, step) => ticks.map((unix) => clock(unix, step)),
          },
          { stroke: ink, grid, ticks: grid, size: 62, values: (plot, ticks) => ticks.map((w) => `${w} W`) },
        ],
        hooks: { drawClear: [(plot) => this.hatchGaps(plot, colour("--gap"))] },
      };
    }

    /** Behind the lines: every stretch in which a device that is shown has a gap, be it a small part of its bucket. */
    hatchGaps(plot, colour) {
      const { bucket_s: bucket, first, length, devices } = this.series;
      const shown = devices.filter((d) => !this.hidden.has(d.device));
      const context = plot.ctx;
      const { left, top, width, height } = plot.bbox;
      context.save();
      context.fillStyle = hatching(context, colour);
      const hasGap = (i) => i < length && shown.some((d) => d.gap[i] > 0);
      const position = (i) => plot.valToPos(this.start + (first + i) * bucket, "x", true);
      for (let i = 0; i < length; i++) {
        if (hasGap(i)) {
          const begin = i;
          while (hasGap(i + 1)) {
            i++;
          }
          const to = Math.min(left + width, Math.max(position(begin) + NARROWEST * devicePixelRatio, position(i + 1)));
          const from = Math.max(left, Math.min(position(begin), to - NARROWEST * devicePixelRatio));
          context.fillRect(from, top, to - from, height);
        }
      }
      context.restore();
    }
  };
})();
