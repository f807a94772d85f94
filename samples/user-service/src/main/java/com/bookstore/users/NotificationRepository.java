package com.bookstore.users;

import java.util.List;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

/** What users were told. */
interface NotificationRepository extends Repository<Notification, Long> {

    List<Notification> findByUserIdOrderById(long userId);

    /** Tells whoever is interested in the category; nobody is told twice when the event arrives again. */
    @Modifying
    @Query(
            """
            insert into notification (user_id, book_id, category, message)
            select i.user_id, :bookId, i.category, :message from interest i
            where i.category = :category and not exists (select 1 from notification n
                where n.user_id = i.user_id and n.book_id = :bookId and n.category = i.category)
            """)
    void tellInterested(long bookId, String category, String message);
}
