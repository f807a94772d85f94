package com.bookstore.events.type;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.BookUpdatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.domain.UserRegisteredEvent;
import com.bookstore.events.type.scan.application.ApplicationEvents.BookReviewed;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class TypeAutoConfigurationTests {

    private static final String SCAN = "com.bookstore.events.type.scan.";

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(TypeAutoConfiguration.class));

    @Test
    void registersTheShippedEvents() {
        runner.run(
                context -> assertThat(context.getBean(EventTypeRegistry.class).types())
                        .extracting(RegisteredEventType::eventClass)
                        .containsExactlyInAnyOrderElementsOf(List.of(
                                BookCreatedEvent.class,
                                BookUpdatedEvent.class,
                                BookDeletedEvent.class,
                                StockChangedEvent.class,
                                OrderCreatedEvent.class,
                                UserRegisteredEvent.class)));
    }

    @Test
    void shippedEventsAreReadUnderTheClassNamesOfServicesInTheField() {
        runner.run(context -> {
            EventTypeRegistry types = context.getBean(EventTypeRegistry.class);
            assertThat(types.types()).allSatisfy(type -> assertThat(types.find(
                            "com.bookstore.event." + type.eventClass().getSimpleName()))
                    .isSameAs(type));
        });
    }

    @Test
    void registersTheEventsOfTheApplicationsPackages() {
        application("application").run(context -> {
            EventTypeRegistry types = context.getBean(EventTypeRegistry.class);
            assertThat(types.types()).hasSize(7);
            assertThat(types.find("reviewAdded")).isSameAs(types.get(BookReviewed.class));
        });
    }

    @Test
    void anEventOfTheApplicationTakesThePlaceOfAShippedOne() {
        application("application").run(context -> {
            EventTypeRegistry types = context.getBean(EventTypeRegistry.class);
            assertThat(types.find("orderCreated").topic()).isEqualTo("own-order-events");
            assertThat(types.find("orderPlaced")).isSameAs(types.find("orderCreated"));
            assertThat(types.find("com.bookstore.event.OrderCreatedEvent")).isSameAs(types.find("orderCreated"));
            assertThat(types.find("OrderCreatedEvent")).isSameAs(types.find("orderCreated"));
        });
    }

    @Test
    void furtherPackagesAreAProperty() {
        application("application")
                .withPropertyValues("bookstore.events.type.packages=" + SCAN + "shared," + SCAN + "application")
                .run(context -> {
                    EventTypeRegistry types = context.getBean(EventTypeRegistry.class);
                    assertThat(types.find("shared")).isNotNull();
                    assertThat(types.types()).hasSize(8);
                });
    }

    @Test
    void anApplicationInTheLibrarysOwnPackageIsFine() {
        runner.withPropertyValues("bookstore.events.type.packages=com.bookstore.events.domain")
                .run(context -> assertThat(
                                context.getBean(EventTypeRegistry.class).types())
                        .hasSize(6));
    }

    @Test
    void aPackageThatDoesNotExistIsEmpty() {
        runner.withPropertyValues("bookstore.events.type.packages=com.example.nothing")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aliasesArePlainProperties() {
        runner.withPropertyValues(
                        "bookstore.events.type.aliases.com.old.BookCreated=bookCreated",
                        "bookstore.events.type.aliases[com.old.sub_package.Book$Deleted]=bookDeleted",
                        "bookstore.events.type.aliases.com.old.sub_package.BookDeleted=bookDeleted",
                        "bookstore.events.type.aliases[com.older.BookCreated]=bookCreated",
                        "bookstore.events.type.aliases.NEW_BOOK=bookCreated")
                .run(context -> {
                    EventTypeRegistry types = context.getBean(EventTypeRegistry.class);
                    assertThat(List.of("com.old.BookCreated", "com.older.BookCreated", "NEW_BOOK"))
                            .allSatisfy(
                                    alias -> assertThat(types.find(alias)).isSameAs(types.get(BookCreatedEvent.class)));
                    assertThat(List.of("com.old.sub_package.Book$Deleted", "com.old.sub_package.BookDeleted"))
                            .allSatisfy(
                                    alias -> assertThat(types.find(alias)).isSameAs(types.get(BookDeletedEvent.class)));
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "twice      | The event name 'twin' is used by | Give each event class a name of its own",
                "plain      | does not implement com.bookstore.events.DomainEvent | Implement DomainEvent",
                "incomplete | is abstract | Annotate the concrete records instead."
            })
    void aBrokenEventStopsTheStartWithAnAnalysis(String application, String description, String action) {
        application(application)
                .run(context -> analysis(context.getStartupFailure(), analysis -> {
                    assertThat(analysis.getDescription()).contains(description, SCAN + application);
                    assertThat(analysis.getAction()).contains(action);
                }));
    }

    @Test
    void anAliasOfNothingStopsTheStartWithAnAnalysis() {
        runner.withPropertyValues("bookstore.events.type.aliases.com.old.Book=bookBurnt")
                .run(context -> analysis(context.getStartupFailure(), analysis -> {
                    assertThat(analysis.getDescription())
                            .isEqualTo("The alias 'com.old.Book' stands for the event 'bookBurnt', which is not"
                                    + " registered");
                    assertThat(analysis.getAction())
                            .contains("bookstore.events.type.aliases")
                            .contains("bookstore.events.type.packages");
                }));
    }

    @Test
    void backsOffForTheApplicationsOwnRegistry() {
        EventTypeRegistry own = EventTypeRegistry.of(BookReviewed.class);

        application("twice").withBean(EventTypeRegistry.class, () -> own).run(context -> assertThat(
                        context.getBean(EventTypeRegistry.class))
                .isSameAs(own));
    }

    private ApplicationContextRunner application(String name) {
        return runner.withInitializer(context ->
                AutoConfigurationPackages.register((BeanDefinitionRegistry) context.getBeanFactory(), SCAN + name));
    }

    private static void analysis(Throwable failure, Consumer<FailureAnalysis> requirements) {
        assertThat(failure).isNotNull();
        assertThat(new InvalidEventTypeFailureAnalyzer().analyze(failure))
                .isNotNull()
                .satisfies(requirements);
    }
}
