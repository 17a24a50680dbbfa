// SPDX-License-Identifier: Apache-2.0
//
// The simulated machine as a function of time: closed forms only, so that truth needs nothing of the run but its epoch and every
// process that loads the library sees the same machine.

#include "nvmlsim.h"

#include <math.h>

static const double PI = 3.14159265358979323846;
static const int64_t AVERAGE_WINDOW = 1000000; // what the driver calls the average is one second
static const int64_t AVERAGE_UPDATE = 100000;
static const int AVERAGE_FIELDS_SINCE = 525105; // driver 525.105
static const int USAGE_CHANGED = 530000;

static double seconds(int64_t us) { return (double) us / 1e6; }

int64_t floor_to(int64_t t, int64_t period) {
    int64_t rest = t % period;
    return t - (rest < 0 ? rest + period : rest);
}

uint64_t mix(uint64_t x) {
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

// --------------------------------------------------------------------------------------------------------------- truth

// From 0 to t, t of either sign: a sensor's window reaches back before the beginning, where the curve simply goes on.
static double wave_integral(const struct wave *w, double t) {
    double x = w->period > 0 ? t / w->period + w->phase : 0;
    double x0 = w->phase;
    switch (w->shape) {
        case CONST:
            return w->low * t;
        case SINE:
            return w->low * t + w->high * w->period / (2 * PI) * (cos(2 * PI * x0) - cos(2 * PI * x));
        case SQUARE: { // `high` for the first `duty` of each period
            double turns = floor(x) * w->duty + fmin(x - floor(x), w->duty);
            double turns0 = floor(x0) * w->duty + fmin(x0 - floor(x0), w->duty);
            return w->low * t + (w->high - w->low) * w->period * (turns - turns0);
        }
        case SAW: { // rises from `low` to `high` over each period, then falls at once
            double f = x - floor(x), f0 = x0 - floor(x0);
            return w->low * t + (w->high - w->low) * w->period * (floor(x) - floor(x0) + f * f - f0 * f0) / 2;
        }
        case RAMP: { // `from` until at, `to` after at + over, a straight line between; over 0 is a step
            double s = t - w->at, s0 = -w->at;
            double area = s <= 0 ? 0 : s < w->over ? s * s / (2 * w->over) : s - w->over / 2;
            double area0 = s0 <= 0 ? 0 : s0 < w->over ? s0 * s0 / (2 * w->over) : s0 - w->over / 2;
            return w->low * t + (w->high - w->low) * (area - area0);
        }
    }
    return 0;
}

double curve_integral(const struct scenario *s, int curve, double from_s, double to_s) {
    double sum = 0;
    for (int i = curve; i != NONE; i = s->waves[i].next) {
        sum += wave_integral(&s->waves[i], to_s) - wave_integral(&s->waves[i], from_s);
    }
    return sum;
}

double truth_joules(const struct scenario *s, int gpu, int64_t from, int64_t to) {
    return curve_integral(s, s->gpus[gpu].power, seconds(from), seconds(to));
}

double process_integral(const struct scenario *s, const struct process *p, int curve, int64_t from, int64_t to) {
    int64_t a = from > p->start ? from : p->start, b = to < p->stop ? to : p->stop;
    return a < b ? curve_integral(s, curve, seconds(a), seconds(b)) : 0;
}

// -------------------------------------------------------------------------------------------------------------- sensor

static bool average_exists(const struct gpu *g) {
    return g->sensor.average == NONE ? g->preset->average : g->sensor.average != 0;
}

bool has_view(const struct gpu *g, enum view view, int driver) {
    if (!g->sensor.present) return false;
    if (view == VIEW_USAGE) return true;
    if (driver < AVERAGE_FIELDS_SINCE || (driver >= USAGE_CHANGED && driver < 535000)) return false;
    return view == VIEW_INSTANT || average_exists(g);
}

static bool in_window(const struct nvmlsim_fault *f, uint32_t kind, int gpu, int64_t t) {
    return f->kind == kind && (f->gpus >> gpu & 1) != 0 && t >= f->from_us && t < f->to_us;
}

// Uniform in (0, 1).
static double uniform(uint64_t x) { return ((double) (mix(x) >> 11) + 0.5) / 9007199254740992.0; }

static double gaussian(uint64_t seed) {
    return sqrt(-2 * log(uniform(seed))) * cos(2 * PI * uniform(~seed));
}

int64_t power_slot(const struct gpu *g, int64_t t) { return floor_to(t - g->sensor.delay, g->sensor.update); }

unsigned power_mw(const struct scenario *s, const struct faults *f, int gpu, enum view view, int driver, int64_t t) {
    const struct gpu *g = &s->gpus[gpu];
    const struct sensor *sensor = &g->sensor;
    for (int k = 0; k < 2; k++) {
        for (int i = 0; i < f->count[k]; i++) {
            const struct nvmlsim_fault *fault = &f->list[k][i];
            if (in_window(fault, NVMLSIM_POWER_FREEZE, gpu, t)) t = fault->from_us;
        }
    }
    bool average = view == VIEW_AVERAGE;
    if (view == VIEW_USAGE) {
        bool as_preset = average_exists(g) && g->preset->usage_average[driver >= USAGE_CHANGED];
        average = sensor->usage_average == NONE ? as_preset : sensor->usage_average != 0;
    }
    int64_t window = average ? AVERAGE_WINDOW : sensor->window;
    int64_t slot = average ? floor_to(t - sensor->delay, AVERAGE_UPDATE) : power_slot(g, t);
    double watts = truth_joules(s, gpu, slot - window, slot) / seconds(window);
    watts = watts * sensor->gain + sensor->offset;
    if (sensor->noise > 0) watts += sensor->noise * gaussian(mix(sensor->seed * NVMLSIM_GPUS + (uint64_t) gpu) ^ (uint64_t) slot);
    double unit = (double) sensor->round_mw;
    double mw = floor(watts * 1000 / unit + 0.5) * unit;
    return mw <= 0 ? 0 : mw >= 4294967295.0 ? UINT32_MAX : (unsigned) mw;
}

// ------------------------------------------------------------------------------------------------------ energy counter

int64_t last_reload(const struct faults *f, int64_t t, unsigned *count) {
    int64_t last = INT64_MIN;
    *count = 0;
    for (int k = 0; k < 2; k++) {
        for (int i = 0; i < f->count[k]; i++) {
            const struct nvmlsim_fault *fault = &f->list[k][i];
            if (fault->kind != NVMLSIM_RELOAD || fault->from_us > t) continue;
            (*count)++;
            if (fault->from_us > last) last = fault->from_us;
        }
    }
    return last;
}

// A reset, a step and a freeze are lies of the counter, not energy: they live here.
uint64_t energy_mj(const struct scenario *s, const struct faults *f, int gpu, int64_t t) {
    const struct energy *e = &s->gpus[gpu].energy;
    unsigned reloads;
    int64_t base = 0;
    double start = (double) e->start_mj;
    for (int k = 0; k < 2; k++) {
        for (int i = 0; i < f->count[k]; i++) {
            const struct nvmlsim_fault *fault = &f->list[k][i];
            if (in_window(fault, NVMLSIM_ENERGY_FREEZE, gpu, t)) t = fault->from_us;
        }
    }
    int64_t reset = last_reload(f, t, &reloads);
    for (int k = 0; k < 2; k++) {
        for (int i = 0; i < f->count[k]; i++) {
            const struct nvmlsim_fault *fault = &f->list[k][i];
            bool past = fault->kind == NVMLSIM_ENERGY_RESET && (fault->gpus >> gpu & 1) != 0 && fault->from_us <= t;
            if (past && fault->from_us > reset) reset = fault->from_us;
        }
    }
    if (reset != INT64_MIN) {
        base = reset;
        start = 0;
    }
    for (int k = 0; k < 2; k++) {
        for (int i = 0; i < f->count[k]; i++) {
            const struct nvmlsim_fault *fault = &f->list[k][i];
            bool past = fault->kind == NVMLSIM_ENERGY_STEP && (fault->gpus >> gpu & 1) != 0 && fault->from_us <= t;
            if (past && fault->from_us >= reset) start += (double) fault->value;
        }
    }
    int64_t slot = floor_to(t, e->period);
    double joules = slot > base ? truth_joules(s, gpu, base, slot) : 0;
    double mj = floor(start + joules * e->gain * 1000 + 1e-6); // 1e-6: a whole mJ stays one after rounding
    return mj <= 0 ? 0 : (uint64_t) mj;
}

// --------------------------------------------------------------------------------------------------------- utilisation

static unsigned percent(double x) { return x <= 0 ? 0 : x >= 100 ? 100 : (unsigned) (x + 0.5); }

nvmlUtilization_t gpu_utilisation(const struct scenario *s, int gpu, int64_t t) {
    const struct gpu *g = &s->gpus[gpu];
    int64_t period = s->utilisation.period, to = floor_to(t, period), from = to - period;
    double sm = curve_integral(s, g->util, seconds(from), seconds(to));
    double mem = curve_integral(s, g->memutil, seconds(from), seconds(to));
    for (int i = 0; i < s->process_count; i++) {
        const struct process *p = &s->processes[i];
        if (p->gpu != gpu) continue;
        if (g->util == NONE) sm += (double) p->repeat * process_integral(s, p, p->sm, from, to);
        if (g->memutil == NONE) mem += (double) p->repeat * process_integral(s, p, p->mem, from, to);
    }
    return (nvmlUtilization_t) {percent(sm / seconds(period)), percent(mem / seconds(period))};
}
