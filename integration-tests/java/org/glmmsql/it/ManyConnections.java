package org.glmmsql.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.glmmsql.jdbc.Glmm;
import org.glmmsql.sql.Fitting;

/**
 * 16 threads that open connections, register, fit and are disturbed: {@code ManyConnections <url> <registrations> <seed>}. A query is
 * cancelled, runs into its timeout, its thread is interrupted, or its connection is closed in mid-fit; what is not disturbed gives the bits
 * of a serial run. Prints the figures of {@link #report}.
 */
final class ManyConnections {
    private static final int THREADS = 16;
    private static final int FITS_A_CONNECTION = 7;
    private static final int VARIANTS = 40;
    private static final int ROWS = 240;

    private final String url;
    private final List<String> expected = new ArrayList<>();
    private final ScheduledExecutorService disturber = Executors.newScheduledThreadPool(2);
    private final LongAdder registrations = new LongAdder();
    private final LongAdder answers = new LongAdder();
    private final LongAdder disturbed = new LongAdder();

    private ManyConnections(String url) {
        this.url = url;
    }

    public static void main(String[] arguments) {
        try {
            test(arguments);
        } catch (Exception | Error failure) {
            failure.printStackTrace();
            System.exit(1); // whatever thread still runs
        }
    }

    private static void test(String[] arguments) throws Exception {
        int registrations = Integer.parseInt(arguments[1]);
        ManyConnections test = new ManyConnections(arguments[0]);
        try (Connection keeper = DriverManager.getConnection(test.url)) { // a database in memory lives as long
            Glmm.register(keeper);
            test.fill(keeper);
            for (int variant = 0; variant < VARIANTS; variant++) {
                test.expected.add(text(keeper, query(variant)));
            }
            test.run(registrations / 4, Long.parseLong(arguments[2]));
            Map<String, Long> before = left();
            test.run(registrations - registrations / 4, Long.parseLong(arguments[2]) + 1);
            test.report(before, left());
        }
        test.disturber.shutdownNow();
    }

    private void fill(Connection connection) throws SQLException {
        Databases.execute(connection, "CREATE TABLE obs (g VARCHAR(10), x DOUBLE PRECISION, y INTEGER)");
        String rows = IntStream.range(0, ROWS)
                .mapToObj(i -> "('g" + i % 12 + "', " + i * 7919 % 101 / 100.0 + ", "
                        + (i * 7919 % 101 * (i % 12 + 3) % 17 + i % 12) / 4 + ")")
                .collect(Collectors.joining(", "));
        Databases.execute(connection, "INSERT INTO obs VALUES " + rows);
    }

    private static String query(int variant) {
        return "SELECT glmm_fit('y ~ x + (" + (variant % 2 == 0 ? "x" : "1") + " | g), poisson, max_iterations = "
                + (200 + variant) + "', y, x, g) FROM obs";
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private void run(int connections, long seed) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed * THREADS + thread);
            all.add(threads.submit(() -> {
                while (next.getAndIncrement() < connections) {
                    useConnection(random);
                }
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        threads.shutdown();
        if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("threads still run");
        }
    }

    private void useConnection(RandomGenerator random) throws Exception {
        try (Connection connection = DriverManager.getConnection(url)) {
            Glmm.register(connection);
            registrations.increment();
            for (int fit = 0; fit < FITS_A_CONNECTION && !connection.isClosed(); fit++) {
                fit(connection, random.nextInt(VARIANTS), random.nextInt(10), random.nextInt(20_000));
            }
        }
    }

    private void fit(Connection connection, int variant, int disturbance, int micros) throws Exception {
        Fitting.forget();
        Disturbance other = null;
        try (Statement statement = connection.createStatement()) {
            if (disturbance < 3) {
                other = new Disturbance(disturbance, connection, statement);
                disturber.schedule(other, micros, TimeUnit.MICROSECONDS);
            }
            statement.setQueryTimeout(disturbance == 3 ? 1 : 0); // to H2 that of the connection
            try (ResultSet row = statement.executeQuery(query(variant))) {
                if (row == null) { // what DuckDB's driver may give for a connection closed meanwhile
                    throw new SQLException("no rows");
                }
                row.next();
                String model = row.getString(1);
                if (!expected.get(variant).equals(model)) {
                    throw new IllegalStateException("other bits: " + model);
                }
                answers.increment();
            }
        } catch (SQLException e) {
            if (disturbance > 3) {
                throw e;
            }
            disturbed.increment();
        }
        if (other != null) {
            other.end();
        }
    }

    /** What another thread does to a fit at some moment. */
    private static final class Disturbance implements Callable<Void> {
        private final int kind;
        private final Connection connection;
        private final Statement statement;
        private final Thread fitter = Thread.currentThread();
        private final AtomicBoolean begun = new AtomicBoolean();
        private final CountDownLatch done = new CountDownLatch(1);

        Disturbance(int kind, Connection connection, Statement statement) {
            this.kind = kind;
            this.connection = connection;
            this.statement = statement;
        }

        @Override
        public Void call() throws SQLException {
            if (begun.compareAndSet(false, true)) {
                try {
                    switch (kind) {
                        case 0 -> statement.cancel();
                        case 1 -> connection.close();
                        default -> fitter.interrupt();
                    }
                } finally {
                    done.countDown();
                }
            }
            return null;
        }

        /** It does not meet the next fit. */
        void end() {
            boolean over = begun.compareAndSet(false, true);
            while (!over) {
                try {
                    done.await();
                    over = true;
                } catch (InterruptedException disturbance) {
                    over = false; // it came while this thread waited for it
                }
            }
            Thread.interrupted();
        }
    }

    /** Threads, kilobytes of heap and of the process after a collection. */
    private static Map<String, Long> left() throws Exception {
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(200);
        }
        Runtime runtime = Runtime.getRuntime();
        long resident = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
        Map<String, Long> left = new TreeMap<>();
        left.put("threads", (long) threads().size());
        left.put("heap_kb", (runtime.totalMemory() - runtime.freeMemory()) >> 10);
        left.put("process_kb", resident);
        return left;
    }

    /** Those of the common pool come and go. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("ForkJoinPool"))
                .collect(Collectors.toSet());
    }

    private void report(Map<String, Long> before, Map<String, Long> after) {
        System.out.println("registrations " + registrations.sum());
        System.out.println("fits " + Fitting.count());
        System.out.println("same bits " + answers.sum());
        System.out.println("disturbed " + disturbed.sum());
        after.forEach((name, value) -> System.out.println(name + " " + before.get(name) + " " + value));
    }
}
