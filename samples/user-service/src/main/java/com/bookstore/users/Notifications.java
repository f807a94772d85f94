package com.bookstore.users;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What users were told. */
@Repository
class Notifications {

    private final JdbcClient jdbc;

    Notifications(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Notification> findAll(long userId) {
        return jdbc.sql("select * from notification where user_id = ? order by book_id")
                .param(userId)
                .query(Notification.class)
                .list();
    }

    /** Tells whoever is interested in the book's category; nobody is told twice when the event arrives again. */
    void announce(KnownBook book) {
        jdbc.sql(
                        """
                        insert into notification (user_id, book_id, category, message)
                        select user_id, :bookId, category, :message from interest i where category = :category
                        and not exists (select 1 from notification n
                            where n.user_id = i.user_id and n.book_id = :bookId and n.category = i.category)
                        """)
                .param("bookId", book.id())
                .param("category", book.category())
                .param("message", "New in " + book.category() + ": " + book.title())
                .update();
    }
}
