import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Trains a small neural network to read handwritten digits, on all processors, without any library: a real training
 * job to put a meter on. Run it with {@code java scripts/examples/TrainDigits.java}; the README beside it tells more.
 */
public final class TrainDigits {

    private static final String USAGE = "usage: java TrainDigits.java [--epochs N] [--seconds S] [--threads T]"
            + " [--seed N] [--data FILE] [--progress FILE] [--quiet]";

    private static final int SIDE = 8; // an image is 8 x 8 pixels
    private static final int PIXELS = SIDE * SIDE;
    private static final int INK = 16; // the darkest pixel
    private static final int CLASSES = 10;

    private static final int TEST_EVERY = 4; // every fourth image is held back from training, to test on

    private static final int[] LAYER_SIZES = {PIXELS, 256, 128, CLASSES};
    private static final int BATCH = 128; // images in one step of the training, shared out among the threads
    private static final int DEFAULT_EPOCHS = 30;
    private static final int BATCHES_PER_LINE = 10; // of the file that says how far the training is
    private static final float MOMENTUM = 0.9f;
    private static final double FIRST_RATE = 0.05;
    private static final double RATE_DECAY = 0.9; // from one epoch to the next, down to LAST_RATE
    private static final double LAST_RATE = 0.001;

    /** Something the user can put right: its message is all that is shown. */
    private static final class UserError extends RuntimeException {
        UserError(String message) {
            super(message);
        }
    }

    private record Options(
            int epochs, double seconds, int threads, long seed, Path data, Path progress, boolean quiet) {

        static Options parse(String[] args) {
            int epochs = 0;
            double seconds = Double.POSITIVE_INFINITY;
            int threads = Math.min(Runtime.getRuntime().availableProcessors(), BATCH);
            long seed = 1;
            Path data = null;
            Path progress = null;
            boolean quiet = false;
            for (int i = 0; i < args.length; i++) {
                String name = args[i];
                switch (name) {
                    case "--epochs" -> epochs = number(name, value(args, ++i), Integer::valueOf, 1, 1_000_000);
                    case "--seconds" -> seconds = number(name, value(args, ++i), Double::valueOf, 0.1, 1e6);
                    case "--threads" -> threads = number(name, value(args, ++i), Integer::valueOf, 1, BATCH);
                    case "--seed" -> seed = number(name, value(args, ++i), Long::valueOf, 0L, Long.MAX_VALUE);
                    case "--data" -> data = Path.of(value(args, ++i));
                    case "--progress" -> progress = Path.of(value(args, ++i));
                    case "--quiet" -> quiet = true;
                    default -> throw new UserError("unknown option '" + name + "'; " + USAGE);
                }
            }
            if (epochs == 0) {
                epochs = seconds < Double.POSITIVE_INFINITY ? Integer.MAX_VALUE : DEFAULT_EPOCHS;
            }
            if (progress != null && epochs == Integer.MAX_VALUE) {
                throw new UserError("option --progress needs --epochs: with --seconds alone nobody knows how far it is");
            }
            Path digits = data == null ? besideThisFile() : data;
            return new Options(epochs, seconds, threads, seed, digits, progress, quiet);
        }

        private static String value(String[] args, int i) {
            if (i == args.length) {
                throw new UserError("option " + args[i - 1] + " needs a value");
            }
            return args[i];
        }

        private static <N extends Comparable<N>> N number(
                String name, String text, Function<String, N> parser, N least, N most) {
            try {
                N number = parser.apply(text);
                if (number.compareTo(least) >= 0 && number.compareTo(most) <= 0) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // told below, together with the numbers that are out of range
            }
            String kind = least instanceof Double ? "a number" : "a whole number";
            throw new UserError(
                    "option " + name + " takes " + kind + " from " + least + " to " + most + ", not '" + text + "'");
        }

        /** The data lie beside this source file, whose path Java tells when it runs a source file directly. */
        private static Path besideThisFile() {
            Path inRepository = Path.of("scripts", "examples", "digits.csv");
            String source = System.getProperty("jdk.launcher.sourcefile");
            return Stream.of(source == null ? inRepository : Path.of(source).resolveSibling("digits.csv"), inRepository)
                    .filter(Files::isReadable)
                    .findFirst()
                    .orElseThrow(() -> new UserError("digits.csv is neither beside TrainDigits.java nor at "
                            + inRepository + " in this folder; name it with --data FILE"));
        }
    }

    private record Digit(float[] pixels, int label) {

        static List<Digit> readAll(Path file) {
            try {
                List<Digit> digits = Files.readAllLines(file).stream()
                        .filter(line -> !line.startsWith("#"))
                        .map(Digit::parse)
                        .toList();
                if (digits.size() >= TEST_EVERY) {
                    return digits;
                }
                throw new UserError("the data file " + file + " holds too few images to train on and test");
            } catch (IOException e) {
                throw new UserError("cannot read the data file (" + e + "); name another with --data FILE");
            }
        }

        private static Digit parse(String line) {
            if (!line.matches("(\\d{1,2},){" + PIXELS + "}\\d")) {
                throw new UserError("the data hold a line that is not " + PIXELS + " pixels and a digit: '"
                        + line.substring(0, Math.min(line.length(), 40)) + "'");
            }
            String[] fields = line.split(",");
            float[] pixels = new float[PIXELS];
            for (int i = 0; i < PIXELS; i++) {
                pixels[i] = Float.parseFloat(fields[i]) / INK;
            }
            return new Digit(pixels, Integer.parseInt(fields[PIXELS]));
        }
    }

    /** An image moved by up to one pixel each way: the same digit to a reader, nine examples to the network. */
    private record Example(Digit digit, int right, int down) {

        static List<Example> allShiftsOf(List<Digit> digits) {
            List<Example> examples = new ArrayList<>();
            for (Digit digit : digits) {
                for (int shift = 0; shift < 9; shift++) {
                    examples.add(new Example(digit, shift % 3 - 1, shift / 3 - 1));
                }
            }
            return examples;
        }

        /** Writes the moved image; what comes in from outside is blank. */
        void drawOn(float[] pixels) {
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    int fromX = x - right;
                    int fromY = y - down;
                    boolean inside = fromX >= 0 && fromX < SIDE && fromY >= 0 && fromY < SIDE;
                    pixels[y * SIDE + x] = inside ? digit.pixels()[fromY * SIDE + fromX] : 0;
                }
            }
        }
    }

    /** One fully connected layer: where its weights (a row for each input), then its biases lie in all parameters. */
    private record Layer(int inputs, int outputs, int start) {

        int rowOf(int input) {
            return start + input * outputs;
        }

        int biases() {
            return start + inputs * outputs;
        }

        int end() {
            return biases() + outputs;
        }
    }

    /** One thread's share of the work: what it computes for an image, and the gradient of its part of the batch. */
    private final class Worker {
        private final int index;
        private final float[][] activations = new float[LAYER_SIZES.length][]; // the image first, then each layer's
        private final float[][] deltas = new float[LAYER_SIZES.length][]; // how the loss changes with each of them
        private final float[] gradient = new float[parameters.length];

        Worker(int index) {
            this.index = index;
            for (int i = 0; i < LAYER_SIZES.length; i++) {
                activations[i] = new float[LAYER_SIZES[i]];
                deltas[i] = new float[LAYER_SIZES[i]];
            }
        }

        /** The first of the {@code count} items that fall to this worker; the next worker's first ends them. */
        int from(int count) {
            return (int) ((long) count * index / workers.size());
        }

        int to(int count) {
            return (int) ((long) count * (index + 1) / workers.size());
        }

        /** Forward pass: fills the activations and returns the last, a score for each class. */
        float[] scores(Example example) {
            example.drawOn(activations[0]);
            for (int l = 0; l < layers.size(); l++) {
                Layer layer = layers.get(l);
                float[] in = activations[l];
                float[] out = activations[l + 1];
                System.arraycopy(parameters, layer.biases(), out, 0, layer.outputs());
                for (int i = 0; i < layer.inputs(); i++) {
                    if (in[i] != 0) { // blank pixels and silent units add nothing
                        addScaled(in[i], parameters, layer.rowOf(i), out, 0, layer.outputs());
                    }
                }
                if (l < layers.size() - 1) {
                    for (int j = 0; j < out.length; j++) {
                        out[j] = Math.max(out[j], 0); // ReLU
                    }
                }
            }
            return activations[layers.size()];
        }

        /** Forward and backward pass: adds this example's gradient and returns its loss. */
        double learn(Example example) {
            double loss = softmaxLoss(scores(example), example.digit().label(), deltas[layers.size()]);
            for (int l = layers.size() - 1; l >= 0; l--) {
                Layer layer = layers.get(l);
                float[] in = activations[l];
                float[] delta = deltas[l + 1];
                addScaled(1, delta, 0, gradient, layer.biases(), layer.outputs());
                for (int i = 0; i < layer.inputs(); i++) {
                    deltas[l][i] = 0;
                    if (in[i] != 0) { // a silent unit passes nothing back
                        addScaled(in[i], delta, 0, gradient, layer.rowOf(i), layer.outputs());
                        if (l > 0) { // the image itself is not to be changed
                            deltas[l][i] = dot(delta, parameters, layer.rowOf(i));
                        }
                    }
                }
            }
            return loss;
        }

        /** Momentum step on this worker's part of the parameters, down the sum of all workers' gradients. */
        void update(float rate) {
            int from = from(parameters.length);
            int to = to(parameters.length);
            float[] sum = workers.get(0).gradient;
            for (Worker other : workers.subList(1, workers.size())) { // always in this order: the same sum every time
                addScaled(1, other.gradient, from, sum, from, to - from);
                Arrays.fill(other.gradient, from, to, 0);
            }
            for (int i = from; i < to; i++) {
                velocity[i] = MOMENTUM * velocity[i] - rate * sum[i];
                parameters[i] += velocity[i];
            }
            Arrays.fill(sum, from, to, 0);
        }
    }

    private final List<Layer> layers = new ArrayList<>();
    private final float[] parameters; // of all layers in one array, so that threads can share them out evenly
    private final float[] velocity;
    private final List<Worker> workers = new ArrayList<>();
    private final ExecutorService pool;

    private TrainDigits(int threads, Random random) {
        for (int l = 0; l + 1 < LAYER_SIZES.length; l++) {
            int start = l == 0 ? 0 : layers.get(l - 1).end();
            layers.add(new Layer(LAYER_SIZES[l], LAYER_SIZES[l + 1], start));
        }
        parameters = new float[layers.get(layers.size() - 1).end()];
        velocity = new float[parameters.length];
        for (Layer layer : layers) {
            double spread = Math.sqrt(2.0 / layer.inputs()); // keeps the signal's size from layer to layer
            for (int i = layer.start(); i < layer.biases(); i++) {
                parameters[i] = (float) (random.nextGaussian() * spread);
            }
        }
        for (int i = 0; i < threads; i++) {
            workers.add(new Worker(i));
        }
        pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "trainer");
            thread.setDaemon(true); // so that an error in the main thread ends the program
            return thread;
        });
    }

    /** Has every worker do the job at once, waits for all of them, and adds what they return in a fixed order. */
    private double sumOverWorkers(ToDoubleFunction<Worker> job) throws Exception {
        List<Callable<Double>> tasks = workers.stream()
                .<Callable<Double>>map(worker -> () -> job.applyAsDouble(worker))
                .toList();
        double sum = 0;
        for (Future<Double> result : pool.invokeAll(tasks)) {
            sum += result.get();
        }
        return sum;
    }

    /** One step of training; returns the summed loss of the batch. */
    private double learn(List<Example> batch, double rate) throws Exception {
        double loss = sumOverWorkers(worker -> {
            double sum = 0;
            for (Example example : batch.subList(worker.from(batch.size()), worker.to(batch.size()))) {
                sum += worker.learn(example);
            }
            return sum;
        });
        sumOverWorkers(worker -> {
            worker.update((float) (rate / batch.size()));
            return 0;
        });
        return loss;
    }

    /** The share of the digits, in percent, that the network reads correctly. */
    private double accuracy(List<Digit> digits) throws Exception {
        double correct = sumOverWorkers(worker -> {
            int count = 0;
            for (Digit digit : digits.subList(worker.from(digits.size()), worker.to(digits.size()))) {
                float[] scores = worker.scores(new Example(digit, 0, 0));
                int best = 0;
                for (int i = 1; i < scores.length; i++) {
                    best = scores[i] > scores[best] ? i : best;
                }
                count += best == digit.label() ? 1 : 0;
            }
            return count;
        });
        return 100 * correct / digits.size();
    }

    /** Says how far the training is, to whoever follows the file: lines such as {@code step 120/2850}. */
    private static final class Progress implements AutoCloseable {
        private final Writer file;
        private final long steps;
        private long done;

        Progress(Path path, long steps) {
            try {
                this.file = path == null ? Writer.nullWriter() : Files.newBufferedWriter(path);
                this.steps = steps;
                say();
            } catch (IOException e) {
                throw new UserError("cannot write the progress (" + e + "); name another file with --progress FILE");
            }
        }

        void oneMore() throws IOException {
            done++;
            if (done % BATCHES_PER_LINE == 0 || done == steps) {
                say();
            }
        }

        private void say() throws IOException {
            file.write("step " + done + "/" + steps + "\n");
            file.flush(); // a line that waits in a buffer tells nobody
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private static void train(Options options) throws Exception {
        List<Digit> digits = Digit.readAll(options.data());
        List<Digit> training = new ArrayList<>();
        List<Digit> test = new ArrayList<>(); // the same images whatever the seed, so that results compare
        for (int i = 0; i < digits.size(); i++) {
            (i % TEST_EVERY == TEST_EVERY - 1 ? test : training).add(digits.get(i));
        }
        List<Example> examples = Example.allShiftsOf(training);
        Random random = new Random(options.seed());
        TrainDigits network = new TrainDigits(options.threads(), random);
        long batches = (examples.size() + BATCH - 1) / BATCH;
        try (Progress progress = new Progress(options.progress(), batches * options.epochs())) {
            train(options, network, examples, test, random, progress);
        }
    }

    private static void train(
            Options options,
            TrainDigits network,
            List<Example> examples,
            List<Digit> test,
            Random random,
            Progress progress)
            throws Exception {
        double accuracy = 0;
        double rate = FIRST_RATE;
        long learnt = 0;
        boolean timeUp = false;
        for (int epoch = 1; epoch <= options.epochs() && !timeUp; epoch++) {
            double started = secondsSinceStart();
            double loss = 0;
            int seen = 0;
            Collections.shuffle(examples, random);
            while (seen < examples.size() && !timeUp) {
                List<Example> batch = examples.subList(seen, Math.min(seen + BATCH, examples.size()));
                loss += network.learn(batch, rate);
                seen += batch.size();
                progress.oneMore();
                timeUp = secondsSinceStart() >= options.seconds();
            }
            learnt += seen;
            rate = Math.max(rate * RATE_DECAY, LAST_RATE);
            accuracy = network.accuracy(test);
            if (!options.quiet()) {
                String count = options.epochs() == Integer.MAX_VALUE ? "" + epoch : epoch + "/" + options.epochs();
                String cut = seen < examples.size() ? " (cut short)" : "";
                double seconds = secondsSinceStart() - started;
                say("epoch %s loss %.4f test accuracy %.2f %% %.1f s%s", count, loss / seen, accuracy, seconds, cut);
            }
        }
        double epochs = (double) learnt / examples.size();
        String count = String.format(Locale.ROOT, epochs == Math.rint(epochs) ? "%.0f" : "%.1f", epochs);
        String work = count + (count.equals("1") ? " epoch" : " epochs");
        double wall = secondsSinceStart();
        say("final: test accuracy %.1f %%, %s, %.1f s wall, %.1f s CPU", accuracy, work, wall, cpuSeconds());
    }

    /** Adds {@code scale} times one run of numbers to another; the compiler vectorises this loop. */
    private static void addScaled(float scale, float[] from, int fromAt, float[] to, int toAt, int count) {
        for (int i = 0; i < count; i++) {
            to[toAt + i] += scale * from[fromAt + i];
        }
    }

    /** Java never reorders a sum of floats by itself: four sums side by side keep the processor busy instead of one. */
    private static float dot(float[] a, float[] b, int bAt) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int whole = a.length - a.length % 4;
        for (int i = 0; i < whole; i += 4) {
            sum0 += a[i] * b[bAt + i];
            sum1 += a[i + 1] * b[bAt + i + 1];
            sum2 += a[i + 2] * b[bAt + i + 2];
            sum3 += a[i + 3] * b[bAt + i + 3];
        }
        for (int i = whole; i < a.length; i++) {
            sum0 += a[i] * b[bAt + i];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    /** Cross-entropy of the softmax of the scores; its derivative is the probabilities less 1 at the true class. */
    private static double softmaxLoss(float[] scores, int label, float[] delta) {
        double highest = Double.NEGATIVE_INFINITY; // taken off every score, so that exp cannot overflow
        for (float score : scores) {
            highest = Math.max(highest, score);
        }
        double sum = 0;
        for (float score : scores) {
            sum += StrictMath.exp(score - highest); // StrictMath: the same bits on every machine
        }
        for (int i = 0; i < scores.length; i++) {
            delta[i] = (float) (StrictMath.exp(scores[i] - highest) / sum) - (i == label ? 1 : 0);
        }
        return StrictMath.log(sum) - (scores[label] - highest);
    }

    /** Since the process started, not since main: the CPU time below counts from there too. */
    private static double secondsSinceStart() {
        return ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
    }

    private static double cpuSeconds() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1e9;
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    public static void main(String[] args) throws Exception {
        if (Arrays.asList(args).contains("--help")) {
            say(USAGE);
            return;
        }
        try {
            train(Options.parse(args));
        } catch (UserError | InvalidPathException e) {
            System.err.println("TrainDigits: " + e.getMessage());
            System.exit(2);
        }
    }
}
