package com.bookstore.users;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.BookUpdatedEvent;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecommendationsIntegrationTests extends UserServiceTest {

    @Test
    void areTheBooksOfAUsersCategories() {
        User cook = register("cook@example.org", "cooking", "baking");
        publishAndAwait(book(101, "Pasta", "cooking"));
        publishAndAwait(book(102, "Bread", "baking"));
        publishAndAwait(book(103, "Chess", "games"));

        assertThat(recommendations(cook)).extracting(KnownBook::id).containsExactly(101L, 102L);
        assertThat(recommendations(register("nobody@example.org"))).isEmpty();
    }

    @Test
    void leaveOutWhatTheUserHasOrderedAndAddItsCategory() {
        User reader = register("reader@example.org", "crime");
        publishAndAwait(book(111, "Murder", "crime"));
        publishAndAwait(book(112, "Robbery", "crime"));
        publishAndAwait(book(113, "Robots", "science fiction"));
        publishAndAwait(book(114, "Rockets", "science fiction"));

        order(reader, 111, 1);
        order(reader, 113, 1);

        assertThat(recommendations(reader)).extracting(KnownBook::id).containsExactly(112L, 114L);
    }

    @Test
    void beginWithWhatIsOrderedMost() {
        User fan = register("fan@example.org", "comics");
        User other = register("other@example.org");
        publishAndAwait(book(121, "Least", "comics"));
        publishAndAwait(book(122, "Most", "comics"));
        publishAndAwait(book(123, "Some", "comics"));

        order(other, 122, 5);
        order(other, 123, 4);

        assertThat(recommendations(fan)).extracting(KnownBook::id).containsExactly(122L, 123L, 121L);
    }

    @Test
    void followTheEventsOfABook() {
        User artist = register("artist@example.org", "art");
        publishAndAwait(book(131, "Colours", "art"));
        publishAndAwait(book(132, "Lines", "art"));

        publish(new BookDeletedEvent(131L), new BookUpdatedEvent(132L, Map.of("title", "Forms"), Map.of()));

        eventually(() -> known(131).isEmpty());
        eventually(() ->
                recommendations(artist).stream().allMatch(book -> book.title().equals("Forms")));
        assertThat(recommendations(artist)).hasSize(1);
    }

    @Test
    void areNotMoreThanTen() {
        User collector = register("collector@example.org", "stamps");
        LongStream.range(140, 151).forEach(id -> publish(book(id, "Stamps " + id, "stamps")));
        LongStream.range(140, 151).forEach(id -> eventually(() -> known(id).isPresent()));

        assertThat(recommendations(collector)).hasSize(10);
    }
}
