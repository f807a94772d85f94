package com.bookstore.events.jdbc;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.jdbc.datasource.init.UncategorizedScriptException;

/**
 * Creates a feature's tables when the application starts, if that is asked for. Being one of Spring Boot's initializers,
 * it runs before whatever needs an initialized database.
 */
public final class JdbcSchemaInitializer extends DataSourceScriptDatabaseInitializer {

    private final JdbcSchema schema;
    private final DatabaseInitializationMode mode;

    /**
     * Creates an initializer.
     *
     * @param dataSource where to create the tables
     * @param schema the tables
     * @param mode in which databases to create them
     */
    public JdbcSchemaInitializer(DataSource dataSource, JdbcSchema schema, DatabaseInitializationMode mode) {
        super(dataSource, new DatabaseInitializationSettings());
        this.schema = schema;
        this.mode = mode;
    }

    @Override
    public boolean initializeDatabase() {
        boolean wanted = mode == DatabaseInitializationMode.ALWAYS
                || (mode == DatabaseInitializationMode.EMBEDDED && isEmbeddedDatabase());
        if (wanted) {
            try {
                schema.create(getDataSource());
            } catch (SQLException failure) {
                throw new UncategorizedScriptException("The database cannot be initialized", failure);
            }
        }
        return wanted;
    }
}
