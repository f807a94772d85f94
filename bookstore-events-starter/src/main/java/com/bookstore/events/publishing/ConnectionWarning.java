package com.bookstore.events.publishing;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns loudly of a connection that others can read or impersonate. */
final class ConnectionWarning {

    private static final Logger log = LoggerFactory.getLogger(ConnectionWarning.class);

    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    private ConnectionWarning() {}

    static void check(Map<String, Object> config) {
        String protocol = String.valueOf(config.getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "PLAINTEXT"))
                .toUpperCase(Locale.ROOT);
        if (protocol.endsWith("PLAINTEXT") && !isLocal(config.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG))) {
            log.warn(
                    "Events travel unencrypted to a broker that is not on this machine (security.protocol={}); set"
                            + " spring.kafka.security.protocol=SASL_SSL or SSL",
                    protocol);
        }
        Object identification = config.get(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG);
        if (protocol.endsWith("SSL")
                && identification != null
                && identification.toString().isBlank()) {
            log.warn(
                    "The broker's host name is not verified (ssl.endpoint.identification.algorithm is empty): anyone with"
                            + " a certificate of the same authority can pose as the broker; remove the setting");
        }
    }

    private static boolean isLocal(@Nullable Object bootstrapServers) {
        String text = bootstrapServers instanceof List<?> servers
                ? String.join(",", servers.stream().map(String::valueOf).toList())
                : String.valueOf(bootstrapServers);
        for (String server : text.split(",", -1)) {
            int port = server.lastIndexOf(':');
            if (!LOCAL.contains((port < 0 ? server : server.substring(0, port)).strip())) {
                return false;
            }
        }
        return true;
    }
}
