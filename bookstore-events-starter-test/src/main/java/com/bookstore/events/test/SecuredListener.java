package com.bookstore.events.test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings of a broker's listener for SASL_SSL, beside the one without security that tests and brokers use. */
final class SecuredListener {

    static final String HOST = "localhost";

    private static final String LOOPBACK = "127.0.0.1:";
    private static final String PREFIX = "listener.name.sasl_ssl.";

    private SecuredListener() {}

    /** The ports are those without security, of the controller, and of this listener. */
    static Map<String, String> of(List<Integer> ports, BrokerUsers users, TestCertificates certificates) {
        String plaintext = "PLAINTEXT://" + LOOPBACK + ports.get(0);
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(
                "listeners",
                "%s,CONTROLLER://%s%d,SASL_SSL://%s%d"
                        .formatted(plaintext, LOOPBACK, ports.get(1), LOOPBACK, ports.get(2)));
        properties.put("advertised.listeners", "%s,SASL_SSL://%s:%d".formatted(plaintext, HOST, ports.get(2)));
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL");
        properties.put("sasl.enabled.mechanisms", "PLAIN," + BrokerUsers.SCRAM);
        properties.put(PREFIX + "plain.sasl.jaas.config", users.plainLogins());
        properties.put(PREFIX + "scram-sha-512.sasl.jaas.config", BrokerUsers.scramLogins());
        properties.put(PREFIX + "ssl.keystore.location", certificates.keyStore().toString());
        properties.put(PREFIX + "ssl.keystore.type", TestCertificates.TYPE);
        properties.put(PREFIX + "ssl.keystore.password", TestCertificates.PASSWORD);
        properties.put(PREFIX + "ssl.key.password", TestCertificates.PASSWORD);
        return properties;
    }
}
