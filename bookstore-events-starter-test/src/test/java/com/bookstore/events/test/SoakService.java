package com.bookstore.events.test;

import static org.awaitility.Awaitility.await;

import com.bookstore.events.publishing.EventPublisher;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;

/**
 * The service of {@link SoakIntegrationTests}, in a JVM of its own:
 *
 * <ol>
 *   <li>publish 20 % of the events, wait until they are handled, measure the heap;
 *   <li>go on to 40 %, then slowly while a second instance joins the group;
 *   <li>when it has partitions, go on to 80 %, and let it leave while events come;
 *   <li>publish the rest, wait until all are handled, measure the heap again.
 * </ol>
 */
@SpringBootConfiguration
@EnableAutoConfiguration
class SoakService {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final SoakLedger ledger;
    private final AtomicLong handledHere = new AtomicLong();

    SoakService(SoakLedger ledger) {
        this.ledger = ledger;
    }

    @KafkaListener(topics = "soak-events", groupId = "soak", concurrency = "3")
    void on(SoakEvent event) {
        ledger.handled(event);
        handledHere.incrementAndGet();
    }

    public static void main(String[] args) throws Exception {
        int events = Integer.getInteger("soak.events");
        int accounts = Integer.getInteger("soak.accounts");
        SoakLedger ledger = new SoakLedger(accounts, events / accounts + 1);
        Properties result = new Properties();
        try (ConfigurableApplicationContext first = start(ledger, args)) {
            SoakPublishing publishing = new SoakPublishing(first.getBean(EventPublisher.class), events, accounts);
            Thread publisher = new Thread(publishing, "soak-publisher");
            publisher.setDaemon(true);
            long start = System.nanoTime();
            publisher.start();

            publishing.raiseLimitTo(20);
            awaitHandled(ledger, publishing, events / 5);
            put(result, "heap20", usedHeap());
            publishing.raiseLimitTo(40);
            put(result, "handledBySecond", joinAndLeave(ledger, publishing, args));
            publishing.raiseLimitTo(100);
            awaitHandled(ledger, publishing, events);
            put(result, "millis", (System.nanoTime() - start) / 1_000_000);
            put(result, "heap100", usedHeap());

            publisher.join();
            put(result, "publishedChecksum", publishing.checksum());
        }
        put(result, "distinct", ledger.distinct());
        put(result, "duplicates", ledger.duplicates());
        put(result, "outOfOrder", ledger.outOfOrder());
        put(result, "handledChecksum", ledger.checksum());
        try (OutputStream out = Files.newOutputStream(Path.of(System.getProperty("soak.result")))) {
            result.store(out, null);
        }
    }

    private static long joinAndLeave(SoakLedger ledger, SoakPublishing publishing, String[] args) {
        AtomicInteger percent = new AtomicInteger(40);
        try (ConfigurableApplicationContext second = start(ledger, args)) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
                publishing.raiseLimitTo(Math.min(60, percent.incrementAndGet()));
                return hasPartitions(second);
            });
            publishing.raiseLimitTo(70);
            SoakService service = second.getBean(SoakService.class);
            await().atMost(PATIENCE).until(() -> service.handledHere.get() > 0);
            publishing.raiseLimitTo(80);
            second.close();
            return service.handledHere.get();
        }
    }

    private static boolean hasPartitions(ConfigurableApplicationContext instance) {
        return instance.getBean(KafkaListenerEndpointRegistry.class).getListenerContainers().stream()
                .anyMatch(container -> container.getAssignedPartitions() != null
                        && !container.getAssignedPartitions().isEmpty());
    }

    private static ConfigurableApplicationContext start(SoakLedger ledger, String[] args) {
        return new SpringApplicationBuilder(SoakService.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .initializers(context -> context.getBeanFactory().registerSingleton("ledger", ledger))
                .run(args);
    }

    private static void awaitHandled(SoakLedger ledger, SoakPublishing publishing, int count) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            publishing.checkFailure();
            return ledger.distinct() >= count;
        });
    }

    private static long usedHeap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    private static void put(Properties result, String name, long value) {
        result.setProperty(name, Long.toString(value));
    }
}
