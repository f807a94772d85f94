package com.bookstore.events.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class SecuredKafkaBrokerIntegrationTests {

    @Test
    void letsInItsUsersOnlyBeforeAndAfterARestart() throws Exception {
        try (SecuredKafkaBroker broker = SecuredKafkaBroker.builder()
                .heap(128)
                .plainUser("shop", "shop-secret")
                .scramUser("audit", "audit-secret")
                .property("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .property("super.users", "User:ANONYMOUS;User:audit")
                .start()) {
            createTopic(broker.clientProperties("audit"), "audited");
            assertFails(broker.clientProperties("shop"), TopicAuthorizationException.class);
            assertFails(wrongPassword(broker, "shop"), SaslAuthenticationException.class);
            assertFails(wrongPassword(broker, "audit"), SaslAuthenticationException.class);
            assertFails(withoutTrustStore(broker), SslAuthenticationException.class);

            broker.restart();

            assertThat(topics(broker.clientProperties("audit"))).containsExactly("audited");
            assertThat(topics(broker.clientProperties("shop"))).isEmpty();
            assertThat(topics(Map.of("bootstrap.servers", broker.process().bootstrapServers())))
                    .containsExactly("audited");
            broker.close();
            assertThat(broker.trustStore()).doesNotExist();
            assertThat(broker.trustStore().getParent()).doesNotExist();
        }
    }

    @Test
    void showsACertificateForTheHostThatIsAskedFor() {
        try (SecuredKafkaBroker broker = SecuredKafkaBroker.builder()
                .heap(128)
                .plainUser("shop", "shop-secret")
                .certificateHost("kafka.example.org")
                .start()) {
            assertFails(broker.clientProperties("shop"), SslAuthenticationException.class);

            Map<String, Object> careless = broker.clientProperties("shop");
            careless.put("ssl.endpoint.identification.algorithm", "");
            assertThat(topics(careless)).isEmpty();
        }
    }

    @Test
    void refusesUsersItCannotWriteDownAndUsersItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecuredKafkaBroker.builder().plainUser("a b", "secret"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecuredKafkaBroker.builder().scramUser("a", "sec\"ret"));
        try (SecuredKafkaBroker broker =
                SecuredKafkaBroker.builder().plainUser("shop", "secret").build()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> broker.clientProperties("audit"))
                    .withMessage("No user 'audit' was given to the builder, only [shop]");
        }
    }

    private static Map<String, Object> wrongPassword(SecuredKafkaBroker broker, String user) {
        Map<String, Object> properties = broker.clientProperties(user);
        properties.compute("sasl.jaas.config", (name, login) -> login.toString().replace("-secret", "-guess"));
        return properties;
    }

    private static Map<String, Object> withoutTrustStore(SecuredKafkaBroker broker) {
        Map<String, Object> properties = broker.clientProperties("shop");
        properties.keySet().removeIf(name -> name.startsWith("ssl.truststore"));
        return properties;
    }

    private static void assertFails(Map<String, Object> client, Class<? extends Throwable> cause) {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> createTopic(client, "refused"))
                .withCauseInstanceOf(cause);
    }

    private static void createTopic(Map<String, Object> client, String topic) throws Exception {
        try (Admin admin = Admin.create(new HashMap<>(client))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(60, TimeUnit.SECONDS);
        }
    }

    private static Set<String> topics(Map<String, Object> client) {
        try (Admin admin = Admin.create(new HashMap<>(client))) {
            return admin.listTopics().names().get(60, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
