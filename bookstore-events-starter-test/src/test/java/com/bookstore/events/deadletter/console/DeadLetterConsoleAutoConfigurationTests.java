package com.bookstore.events.deadletter.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class DeadLetterConsoleAutoConfigurationTests {

    private static final String ENABLED = "bookstore.events.dead-letter.console.enabled=true";
    private static final String EXPOSED = "management.endpoints.web.exposure.include=deadlettersconsole";
    private static final String OWN_PORT = "management.server.port=9090";

    private final WebApplicationContextRunner contexts = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    EndpointAutoConfiguration.class,
                    WebEndpointAutoConfiguration.class,
                    DeadLetterConsoleAutoConfiguration.class));

    private final WebApplicationContextRunner securedContexts = contexts.withConfiguration(
            AutoConfigurations.of(SecurityAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class));

    @Test
    void isOffByDefault(CapturedOutput output) {
        contexts.withPropertyValues(EXPOSED, OWN_PORT).run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(DeadLettersConsoleEndpoint.class)
                .doesNotHaveBean("deadLettersConsoleNotice"));
        assertThat(output).doesNotContain("console of dead letters");
    }

    @Test
    void isNotServedWhereItIsNotExposed(CapturedOutput output) {
        contexts.withPropertyValues(ENABLED, OWN_PORT)
                .run(context -> assertThat(context).doesNotHaveBean(DeadLettersConsoleEndpoint.class));
        contexts.withPropertyValues(ENABLED, OWN_PORT, "management.endpoints.web.exposure.include=deadletters")
                .run(context -> assertThat(context).doesNotHaveBean(DeadLettersConsoleEndpoint.class));
        assertThat(output).doesNotContain("console of dead letters");
    }

    @Test
    void withoutSecurityItIsServedOnAManagementPortOnlyAndSaysSo(CapturedOutput output) {
        contexts.withPropertyValues(ENABLED, EXPOSED, OWN_PORT)
                .run(context -> assertThat(context).hasSingleBean(DeadLettersConsoleEndpoint.class));
        assertThat(output).contains("is served on the management port only, and asks nobody for a password");
    }

    @Test
    void withoutSecurityAndOnTheApplicationsPortItIsNotServedAndSaysWhatToDo(CapturedOutput output) {
        contexts.withPropertyValues(ENABLED, EXPOSED)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DeadLettersConsoleEndpoint.class));
        assertThat(output)
                .contains("is not served: Spring Security does not protect it")
                .contains("set management.server.port, or add spring-boot-starter-security");
    }

    @Test
    void thatTheClassesOfSecurityAreThereIsNotEnough() {
        contexts.withPropertyValues(ENABLED, EXPOSED, "server.port=8080", "management.server.port=8080")
                .run(context -> assertThat(context).doesNotHaveBean(DeadLettersConsoleEndpoint.class));
    }

    @Test
    void behindSecurityItIsServedOnTheApplicationsPort(CapturedOutput output) {
        securedContexts.withPropertyValues(ENABLED, EXPOSED).run(context -> assertThat(context)
                .hasSingleBean(DeadLettersConsoleEndpoint.class));
        assertThat(output).doesNotContain("console of dead letters");
    }

    @Test
    void isFoundBesideTheEndpointUnlessAnotherPathIsSet() {
        contexts.withPropertyValues(ENABLED, EXPOSED, OWN_PORT)
                .run(context -> assertThat(path(context.getBean(PathMappedEndpoints.class)))
                        .isEqualTo("/actuator/deadletters-console"));
        contexts.withPropertyValues(
                        ENABLED,
                        EXPOSED,
                        OWN_PORT,
                        "management.endpoints.web.base-path=/ops",
                        "management.endpoints.web.path-mapping.deadlettersconsole=dead/console")
                .run(context -> assertThat(path(context.getBean(PathMappedEndpoints.class)))
                        .isEqualTo("/ops/dead/console"));
    }

    @Test
    void isSilentWithoutActuatorAndOutsideTheWeb() {
        contexts.withPropertyValues(ENABLED, EXPOSED, OWN_PORT)
                .withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
                .run(context -> assertThat(context).hasNotFailed());
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(DeadLetterConsoleAutoConfiguration.class))
                .withPropertyValues(ENABLED, EXPOSED)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DeadLettersConsoleEndpoint.class));
    }

    @Test
    void filesAreFoundFromThePageWhateverStandsBefore() {
        assertThat(ConsolePaths.from("deadletters-console", "deadletters")).isEqualTo("deadletters");
        assertThat(ConsolePaths.from("dead/console", "deadletters")).isEqualTo("../deadletters");
        assertThat(ConsolePaths.from("a/b/c", "a/b/c")).isEqualTo("../../a/b/c");
        assertThat(ConsolePaths.from("deadletters-console", null)).isEmpty();
    }

    private static String path(PathMappedEndpoints endpoints) {
        return endpoints.getPath(DeadLettersConsoleEndpoint.ID);
    }
}
